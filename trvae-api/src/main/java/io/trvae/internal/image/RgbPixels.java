package io.trvae.internal.image;

/**
 * Pixels on their way between the steps of this package: 8-bit sRGB, row-major and interleaved.
 *
 * <p>The array is shared, not copied; nobody writes to it once the pixels are complete.
 */
public final class RgbPixels {

  /** The most pixels whose bytes fit in one Java array. */
  static final long MAX_PIXELS = (Integer.MAX_VALUE - 8) / 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Wraps an array.
   *
   * @param width the width, positive
   * @param height the height, positive
   * @param rgb 3 * width * height bytes
   * @throws IllegalArgumentException if the sizes are not positive or don't match
   */
  public RgbPixels(int width, int height, byte[] rgb) {
    if (rgb.length != size(width, height)) {
      throw new IllegalArgumentException(
          "A picture of "
              + width
              + "x"
              + height
              + " pixels needs "
              + size(width, height)
              + " RGB bytes; got "
              + rgb.length);
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Returns the number of samples that a picture has.
   *
   * @param width the width
   * @param height the height
   * @return 3 * width * height
   * @throws IllegalArgumentException if a size is not positive or no array is long enough
   */
  public static int size(int width, int height) {
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "Width and height must be positive and their product at most "
              + MAX_PIXELS
              + "; got "
              + width
              + "x"
              + height);
    }
    return 3 * width * height;
  }

  /** Returns the width in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height in pixels. */
  public int height() {
    return height;
  }

  /** Returns the bytes themselves, not a copy. */
  public byte[] rgb() {
    return rgb;
  }

  /**
   * Cuts out a rectangle.
   *
   * @param x its left edge
   * @param y its top edge
   * @param width its width
   * @param height its height
   * @return the pixels inside
   * @throws IllegalArgumentException if the rectangle is empty or not inside the picture
   */
  public RgbPixels crop(int x, int y, int width, int height) {
    // Compared by subtraction: x + width may overflow.
    boolean inside = x >= 0 && y >= 0 && width <= this.width - x && height <= this.height - y;
    if (!inside || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Rectangle x=%d y=%d width=%d height=%d is empty or not inside the picture of %dx%d"
              .formatted(x, y, width, height, this.width, this.height));
    }
    if (width == this.width && height == this.height) {
      return this;
    }
    byte[] target = new byte[size(width, height)];
    for (int row = 0; row < height; row++) {
      int from = 3 * ((y + row) * this.width + x);
      System.arraycopy(rgb, from, target, 3 * row * width, 3 * width);
    }
    return new RgbPixels(width, height, target);
  }
}
