package io.trvae.spi.training;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) on all trained arrays of a network, with a second decay
 * rate of 0.999 and an epsilon of 1e-8. Not thread-safe.
 *
 * @since 0.1.0
 */
public interface TrainingOptimiser extends AutoCloseable {

  /**
   * Sets the step size of the steps to come.
   *
   * @param learningRate above 0
   */
  void setLearningRate(double learningRate);

  /**
   * Moves the parameters by their gradients, which may be overwritten.
   *
   * @param step the number of steps made before
   */
  void update(long step);

  /**
   * Copies the moments, which must survive an interruption.
   *
   * @return twice {@link ParameterLayout#trainedSize()} numbers
   */
  float[] toArray();

  /**
   * Sets the moments.
   *
   * @param moments what {@link #toArray} returned
   */
  void restore(float[] moments);

  /** Frees the memory. */
  @Override
  void close();
}
