package io.trvae;

/**
 * How large the face is that a transfer returns; always a square. A photo with faces put back keeps
 * its own size.
 *
 * @since 0.1.0
 */
public sealed interface OutputSize {

  /** The largest side that can be asked for, in pixels. */
  int MAX_PIXELS = 8192;

  /** The size that the model draws, without resizing. */
  record OfModel() implements OutputSize {}

  /** The size that the face has in the input: of the square that the model saw. */
  record OfInput() implements OutputSize {}

  /**
   * A size of one's own.
   *
   * @param side height and width, 1 to {@value OutputSize#MAX_PIXELS}
   */
  record Pixels(int side) implements OutputSize {

    /**
     * Checks the side.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Pixels {
      if (side < 1 || side > MAX_PIXELS) {
        throw new IllegalArgumentException(
            "Output size " + side + " is not in [1, " + MAX_PIXELS + "] pixels");
      }
    }
  }

  /**
   * Returns the size that the model draws.
   *
   * @return the default of a request
   */
  static OutputSize ofModel() {
    return new OfModel();
  }

  /**
   * Returns the size that the face has in the input, which is the central square unless others are
   * asked for; at most {@value #MAX_PIXELS} pixels for a face within a photo.
   *
   * @return a size that depends on the image
   */
  static OutputSize ofInput() {
    return new OfInput();
  }

  /**
   * Returns a size of one's own.
   *
   * @param side height and width in pixels, 1 to {@value #MAX_PIXELS}
   * @return the size
   * @throws IllegalArgumentException if it is out of range
   */
  static OutputSize pixels(int side) {
    return new Pixels(side);
  }
}
