package io.trvae.spi;

/**
 * One model, ready to compute.
 *
 * <p>Implementations are thread-safe, keep no reference to the arrays they are given, and give the
 * same result for the same arguments. Callers have checked the lengths; an implementation throws
 * {@link io.trvae.BackendException} when computing fails, and {@link IllegalStateException} after
 * {@link #close()}.
 *
 * @since 0.1.0
 */
public interface Backend extends AutoCloseable {

  /**
   * Describes what computes, for logs and people: engine, version, device, precision.
   *
   * @return one line
   */
  String description();

  /**
   * Encodes a batch.
   *
   * @param images {@code [batch, 3, size, size]} in row-major order, values in [0, 1]
   * @param labels {@code [batch, domains]}, one weight per domain; one-hot for a plain label
   * @param batch the number of images, at least 1
   * @param mean receives the latent means, {@code [batch, latentSize]}
   * @param logVar receives the logarithms of the latent variances, {@code [batch, latentSize]}
   */
  void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar);

  /**
   * Decodes a batch.
   *
   * @param latents {@code [batch, latentSize]} in row-major order
   * @param labels {@code [batch, domains]}, one weight per domain; one-hot for a plain label,
   *     several for a blend
   * @param batch the number of codes, at least 1
   * @param images receives {@code [batch, 3, size, size]}; values outside [0, 1] are possible and
   *     clipped by the caller
   */
  void decode(float[] latents, float[] labels, int batch, float[] images);

  /** Frees what the backend holds. More than once does no harm. */
  @Override
  void close();
}
