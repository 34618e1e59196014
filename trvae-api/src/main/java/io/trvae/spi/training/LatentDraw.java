package io.trvae.spi.training;

/**
 * Draws the latent code, {@code mean + exp(logVar / 2) * noise}, and measures its divergence from
 * the standard normal (Kingma and Welling 2014, "Auto-encoding variational Bayes", appendix B).
 * {@link Loss#value()} is the divergence, averaged over images and dimensions: {@code 0.5 *
 * mean(exp(logVar) + mean^2 - 1 - logVar)}.
 *
 * <p>In inference the code is the mean. The noise is that of {@link Noise#next()}, drawn once for
 * each pass, a Gaussian number for each element.
 *
 * @param <F> the engine's features
 * @since 0.1.0
 */
public interface LatentDraw<F extends TrainingFeatures> extends Loss {

  /**
   * Returns the drawn code.
   *
   * @return features of the mean's shape
   */
  F latent();

  /**
   * Sets the weight of the divergence in the loss.
   *
   * @param value at least 0
   */
  void setKlWeight(double value);
}
