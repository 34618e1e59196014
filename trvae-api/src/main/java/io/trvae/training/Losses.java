package io.trvae.training;

/**
 * The parts of the training loss, unweighted, averaged over the images they were measured on.
 *
 * @param reconstruction half of the mean squared error between images in [0, 1] and their
 *     reconstructions: {@code 0.5 * mean((x - x')^2)}; the mean absolute error in the steps of an
 *     adversarial training
 * @param kl the divergence of the latent code from the standard normal, averaged over dimensions:
 *     {@code 0.5 * mean(exp(logVar) + mean^2 - 1 - logVar)}
 * @param mmd the squared maximum mean discrepancies of all pairs of domains on the MMD layer,
 *     summed
 * @param total the weighted sum that is minimised, of an adversarial training's with its other
 *     losses
 * @since 0.1.0
 */
public record Losses(double reconstruction, double kl, double mmd, double total) {

  /**
   * Tells whether all parts are finite.
   *
   * @return false if one is NaN or infinite
   */
  public boolean isFinite() {
    return Double.isFinite(reconstruction + kl + mmd + total);
  }
}
