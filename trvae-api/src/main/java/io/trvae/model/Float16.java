package io.trvae.model;

/**
 * Conversion between IEEE 754 binary16 and binary32. Java has had it since 20 ({@code
 * Float.float16ToFloat}); the library's floor is 17.
 *
 * @since 0.1.0
 */
public final class Float16 {

  private Float16() {}

  /**
   * Returns the same value in more bits; NaN stays NaN.
   *
   * @param half the bits of a binary16
   * @return the value
   */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
    }
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
  }

  /**
   * Rounds to the nearest, ties to even; what is too large becomes infinite, NaN stays NaN.
   *
   * @param value any value
   * @return the bits of a binary16
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Below the smallest normal half the result counts steps of 2^-24. Adding 0.5 to the
      // magnitude makes float addition round it to exactly such a step, ties to even.
      float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(0.5f)));
    }
    int odd = magnitude >> 13 & 1;
    return (short) (sign | (magnitude + 0xfff + odd - (112 << 23)) >> 13);
  }
}
