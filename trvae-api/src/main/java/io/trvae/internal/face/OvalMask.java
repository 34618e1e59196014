package io.trvae.internal.face;

/**
 * How much of a face's square covers the photo.
 *
 * <p>An oval that touches the square at top and bottom, where hair and chin are, and stays away
 * from its sides. It fades over the outer fifth of its radius, by the polynomial {@code 3t^2 -
 * 2t^3} that starts and ends level, so that no edge shows.
 */
final class OvalMask {

  private static final double HALF_WIDTH = 0.9;
  private static final double OPAQUE = 0.8;

  private OvalMask() {}

  /**
   * Returns the weight at a point of the square.
   *
   * @param x from -1, the square's left edge, to 1, the right
   * @param y from -1, the top, to 1, the bottom
   * @return from 0, the photo alone, to 1, the face alone
   */
  static float weight(double x, double y) {
    double across = x / HALF_WIDTH;
    double square = across * across + y * y;
    if (square >= 1) {
      return 0;
    }
    if (square <= OPAQUE * OPAQUE) {
      return 1;
    }
    double t = (1 - Math.sqrt(square)) / (1 - OPAQUE);
    return (float) (t * t * (3 - 2 * t));
  }
}
