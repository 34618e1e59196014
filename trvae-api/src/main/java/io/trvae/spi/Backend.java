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

  /**
   * Encodes a batch and decodes the means: the same as {@link #encode} and then {@link #decode},
   * which is what it does unless it is overridden. A backend that has the codes at hand in between
   * may spare their way out and in again. Nobody looks at the codes in between: where encoding
   * fails to give numbers, decoding is handed what there is, and the caller finds out afterwards.
   *
   * @param images {@code [batch, 3, size, size]} in row-major order, values in [0, 1]
   * @param from {@code [batch, domains]}, the labels to encode with
   * @param to {@code [batch, domains]}, the labels to decode with
   * @param batch the number of images, at least 1
   * @param mean receives the latent means, {@code [batch, latentSize]}
   * @param logVar receives the logarithms of the latent variances, {@code [batch, latentSize]}
   * @param drawn receives {@code [batch, 3, size, size]}, as {@link #decode} gives it; another
   *     array than {@code images}
   */
  default void transfer(
      float[] images,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      float[] drawn) {
    encode(images, from, batch, mean, logVar);
    decode(mean, to, batch, drawn);
  }

  /** Frees what the backend holds. More than once does no harm. */
  @Override
  void close();
}
