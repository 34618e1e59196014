package io.trvae.spi.training;

import io.trvae.network.Shape;

/**
 * A batch of features on a {@link Tape}, in an engine's memory and layout.
 *
 * <p>What goes in or out goes image by image, each image plane by plane, row by row. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public interface TrainingFeatures {

  /**
   * Returns the number of images.
   *
   * @return at least 1
   */
  int batch();

  /**
   * Returns the shape of each image's features.
   *
   * @return the shape
   */
  Shape shape();

  /**
   * Sets the features of the first images.
   *
   * @param values at most {@link #batch()} times the shape's size
   */
  void put(float[] values);

  /**
   * Copies the features of the first images.
   *
   * @param values receives as many as it holds
   */
  void get(float[] values);

  /**
   * Gives an operation that reads these features the place for its part of their gradient; to be
   * called in the order of backward passes.
   *
   * @return the place
   */
  GradientPart claimGradientPart();
}
