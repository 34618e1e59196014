package io.trvae.evaluation;

/**
 * Square RGB images of one size, as networks take them.
 *
 * <p>Luminance and chroma are those of Recommendation ITU-R BT.601, section 2.5, of the
 * gamma-encoded values and without the offsets and head-room of the 8-bit code:
 *
 * <pre>
 * Y  = 0.299 R + 0.587 G + 0.114 B
 * Cb = (B - Y) / 1.772
 * Cr = (R - Y) / 1.402
 * </pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ImageBatch {

  private final int count;
  private final int size;
  private final float[] nchw;

  private ImageBatch(int count, int size, float[] nchw) {
    this.count = count;
    this.size = size;
    this.nchw = nchw;
  }

  /**
   * Copies images.
   *
   * @param size the height and width of every image, positive
   * @param nchw the images, {@code [count, 3, size, size]} in row-major order, red first; finite
   *     values, nominally in [0, 1] and used as they are
   * @return the images
   * @throws IllegalArgumentException if the size is not positive, there is no image, the array's
   *     length is no multiple of {@code 3 * size * size}, or a value is not finite
   */
  public static ImageBatch of(int size, float[] nchw) {
    if (size <= 0) {
      throw new IllegalArgumentException("The size of images must be positive, got " + size);
    }
    long length = 3L * size * size;
    if (nchw.length == 0 || nchw.length % length != 0) {
      throw new IllegalArgumentException(
          "Images of 3 x "
              + size
              + " x "
              + size
              + " need a positive multiple of "
              + length
              + " values, got "
              + nchw.length);
    }
    for (int i = 0; i < nchw.length; i++) {
      if (!Float.isFinite(nchw[i])) {
        throw new IllegalArgumentException("nchw[" + i + "] is " + nchw[i]);
      }
    }
    return new ImageBatch((int) (nchw.length / length), size, nchw.clone());
  }

  /**
   * Returns the number of images.
   *
   * @return at least 1
   */
  public int count() {
    return count;
  }

  /**
   * Returns the height and width of every image.
   *
   * @return pixels
   */
  public int size() {
    return size;
  }

  /**
   * Returns all values.
   *
   * @return a copy, {@code [count, 3, size, size]} in row-major order
   */
  public float[] toArray() {
    return nchw.clone();
  }

  /** The value at a place of {@link #toArray}, as a double so that differences lose nothing. */
  double value(int index) {
    return nchw[index];
  }

  /** The number of values of one image. */
  int length() {
    return 3 * size * size;
  }

  /** Y of one image, {@code [size, size]}. */
  double[] luminance(int image) {
    int plane = size * size;
    int red = image * length();
    double[] luminance = new double[plane];
    for (int i = 0; i < plane; i++) {
      luminance[i] = luminance(nchw[red + i], nchw[red + plane + i], nchw[red + 2 * plane + i]);
    }
    return luminance;
  }

  static double luminance(double red, double green, double blue) {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  void checkSameShape(ImageBatch other) {
    if (other.count != count || other.size != size) {
      throw new IllegalArgumentException(
          "The measure compares image with image: " + this + " cannot be compared with " + other);
    }
  }

  /** Returns number and size. */
  @Override
  public String toString() {
    return count + " images of " + size + " x " + size;
  }
}
