package io.trvae.network;

/**
 * The shape of one image's features between two layers, without the batch axis; tensors are NCHW.
 *
 * @param channels the number of channels, or the length of a flat vector
 * @param height rows; 1 for a flat vector
 * @param width columns; 1 for a flat vector
 * @since 0.1.0
 */
public record Shape(int channels, int height, int width) {

  /**
   * Checks the axes.
   *
   * @throws IllegalArgumentException if an axis is not positive or the product exceeds 2^31 - 1
   */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Shape [" + channels + ", " + height + ", " + width + "] has an axis below 1");
    }
    Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  /**
   * Returns the shape of a vector.
   *
   * @param length the vector's length
   * @return the shape {@code [length, 1, 1]}
   */
  public static Shape flat(int length) {
    return new Shape(length, 1, 1);
  }

  /**
   * Returns the number of elements.
   *
   * @return channels x height x width
   */
  public int size() {
    return channels * height * width;
  }

  /**
   * Tells whether this is a vector.
   *
   * @return true if height and width are 1
   */
  public boolean isFlat() {
    return height == 1 && width == 1;
  }

  /** Returns the axes, as {@code [channels, height, width]}. */
  @Override
  public String toString() {
    return "[" + channels + ", " + height + ", " + width + "]";
  }
}
