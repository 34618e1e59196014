package io.trvae.spi.training;

/**
 * Divides weights by their spectral norm, which one power iteration per step follows (Miyato et al.
 * 2018, "Spectral normalization for generative adversarial networks").
 *
 * <p>The trained arrays stay as they are; the network computes with a second set, and its gradients
 * are turned into those of the trained arrays: with {@code w' = w / s} and {@code s = u' w v}, the
 * gradient is {@code (g - <g, w'> u v') / s}. The vectors {@code u} are among the trained set's
 * arrays, see {@link Discriminator#vectorOf}.
 *
 * @since 0.1.0
 */
public interface WeightNormalisation {

  /** Computes the normalised arrays from the trained ones. */
  void forward();

  /** Computes the gradients of the trained arrays from those of the normalised ones. */
  void backward();
}
