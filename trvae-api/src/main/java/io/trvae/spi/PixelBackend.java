package io.trvae.spi;

/**
 * A backend that takes pictures as they are and gives pictures back: bytes, a quarter of what
 * floats are, for one that has to send them somewhere.
 *
 * @since 0.1.0
 */
public interface PixelBackend extends Backend {

  /**
   * Does what {@link #transfer} does, from picture to picture. A byte {@code v} stands for {@code v
   * / 255}. What is drawn is clipped to [0, 1], multiplied by 255 and rounded, as {@link
   * io.trvae.RgbImage#ofFloats(int, int, float[])} does it.
   *
   * @param pixels {@code [batch, size, size, 3]}, unsigned: rows of pixels, red first
   * @param from {@code [batch, domains]}, the labels to encode with
   * @param to {@code [batch, domains]}, the labels to decode with
   * @param batch the number of images, at least 1
   * @param mean receives the latent means, {@code [batch, latentSize]}
   * @param logVar receives the logarithms of the latent variances, {@code [batch, latentSize]}
   * @param drawn receives {@code [batch, size, size, 3]}; another array than {@code pixels}
   * @throws io.trvae.BackendException if computing fails, or has come to a value that is not finite
   *     and would be hidden among bytes
   */
  void transferPixels(
      byte[] pixels,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      byte[] drawn);
}
