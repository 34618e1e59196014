package io.trvae;

/**
 * How pictures are read.
 *
 * @param maxPixels the most pixels (width times height) that a picture may have, at least 1;
 *     checked against the file's header before memory is taken for the pixels. Whatever the limit,
 *     a picture ends at 715,827,879 pixels, what one Java array can hold
 * @param background the colour under transparent pixels, {@code 0xRRGGBB}
 * @since 0.1.0
 */
public record ImageReadOptions(long maxPixels, int background) {

  /** 64 megapixels (2<sup>26</sup>, 8192 x 8192) on white. */
  public static final ImageReadOptions DEFAULT = new ImageReadOptions(1L << 26, 0xFFFFFF);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ImageReadOptions {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1; got " + maxPixels);
    }
    if (background < 0 || background > 0xFFFFFF) {
      throw new IllegalArgumentException(
          "background must be 0xRRGGBB, without alpha; got 0x%08X".formatted(background));
    }
  }

  /**
   * Returns these options with another limit.
   *
   * @param maxPixels the most pixels that a picture may have
   * @return the changed options
   * @throws IllegalArgumentException if it is out of range
   */
  public ImageReadOptions withMaxPixels(long maxPixels) {
    return new ImageReadOptions(maxPixels, background);
  }

  /**
   * Returns these options with another background.
   *
   * @param background the colour under transparent pixels, {@code 0xRRGGBB}
   * @return the changed options
   * @throws IllegalArgumentException if it is out of range
   */
  public ImageReadOptions withBackground(int background) {
    return new ImageReadOptions(maxPixels, background);
  }
}
