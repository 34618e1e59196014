package io.trvae.internal.face;

/** The 8-bit samples of a picture. */
final class Samples {

  private Samples() {}

  /** Rounds to the nearest sample; cubic convolution overshoots, so values are clipped. */
  static byte toByte(float value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
