package io.trvae.internal.image;

/** The 8-bit samples of a picture. */
public final class Samples {

  private Samples() {}

  /**
   * Rounds to the nearest sample.
   *
   * @param value nominally in [0, 255]; cubic convolution overshoots, so it is clipped
   * @return the sample
   */
  public static byte toByte(float value) {
    return (byte) Math.max(0, Math.min(255, (int) (value + 0.5)));
  }
}
