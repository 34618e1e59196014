package io.trvae.evaluation;

/** Checks of the vectors that measures are given. */
final class Vectors {

  private Vectors() {}

  /**
   * Returns the length that all vectors share.
   *
   * @throws IllegalArgumentException if there is no vector, they are empty or of different lengths,
   *     or a value is not finite
   */
  static int width(String name, float[][] vectors) {
    if (vectors.length == 0 || vectors[0].length == 0) {
      throw new IllegalArgumentException(name + " has no values");
    }
    int width = vectors[0].length;
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != width) {
        throw new IllegalArgumentException(
            name + "[" + i + "] has " + vectors[i].length + " values, but the first has " + width);
      }
      for (int j = 0; j < width; j++) {
        if (!Float.isFinite(vectors[i][j])) {
          throw new IllegalArgumentException(name + "[" + i + "][" + j + "] is " + vectors[i][j]);
        }
      }
    }
    return width;
  }
}
