package io.trvae.cuda.internal.plan;

import io.trvae.network.Shape;

/**
 * How features stand in memory: pixel by pixel, the channels of a pixel side by side and filled up
 * with others to whole vectors. What fills up is multiplied by weights of 0.
 *
 * @param shape the features
 * @param channels of a pixel in memory
 */
record Layout(Shape shape, int channels) {

  static Layout of(Shape shape, Format format) {
    int vector = format.vector();
    return new Layout(shape, (shape.channels() + vector - 1) / vector * vector);
  }

  int pixels() {
    return shape.height() * shape.width();
  }

  /** Elements of an image. */
  int elements() {
    return Math.multiplyExact(pixels(), channels);
  }

  /** Returns where a feature stands, given its place in channel, row, column order. */
  int place(int feature) {
    return feature % pixels() * channels + feature / pixels();
  }
}
