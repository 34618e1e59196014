package io.trvae.training;

/**
 * How the squared maximum mean discrepancy is estimated from a batch (Gretton et al. 2012, "A
 * kernel two-sample test", section 2.2).
 *
 * @since 0.1.0
 */
public enum MmdEstimate {

  /**
   * Leaves the kernel of each image with itself out. Expected to be 0 where the domains agree, for
   * any batch size.
   */
  UNBIASED,

  /**
   * Keeps it in, as the reference implementation does. With few images of a domain in a batch the
   * estimate is far above 0 even where the domains agree, and falls when all activations shrink
   * towards one point; that needs batches of hundreds of images per domain, or a small weight.
   */
  BIASED
}
