package io.trvae.dl4j.internal.samediff;

import io.trvae.network.Shape;

/**
 * An input or output of a graph.
 *
 * @param name the variable's name
 * @param shape the shape of one image's share
 */
record Port(String name, Shape shape) {

  /**
   * Returns the axes that features of a shape have in a graph: {@code [batch, channels]} where
   * height and width are 1, {@code [batch, channels, height, width]} elsewhere.
   */
  static long[] axes(long batch, Shape shape) {
    return shape.isFlat()
        ? new long[] {batch, shape.channels()}
        : new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }
}
