package io.trvae.training;

/**
 * What the squared maximum mean discrepancy compares activations with.
 *
 * @since 0.1.0
 */
public enum MmdKernel {

  /**
   * The reference's: the mean over 19 bandwidths, from 1e-6 to 1e6, of a Gaussian kernel of the
   * Euclidean distance (theislab/trVAE, {@code trvae/models/_utils.py}).
   */
  REFERENCE,

  /**
   * The mean over four bandwidths of a Gaussian kernel of the Mahalanobis distance: directions in
   * which activations vary much do not outweigh all others, and the scale of activations does not
   * count. The covariance is that of the remembered batches, with their mean variance added to
   * each; the bandwidths are 1/8, 1/4, 1/2 and 1 of the mean squared distance.
   *
   * <p>A kernel is the better, the larger the discrepancy is beside its own standard deviation
   * (Sutherland et al. 2017, "Generative models and model criticism via optimized maximum mean
   * discrepancy"). Values are some fifteen times those of the reference's kernel, and want a
   * smaller weight.
   */
  MAHALANOBIS
}
