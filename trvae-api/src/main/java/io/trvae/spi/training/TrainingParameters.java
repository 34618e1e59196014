package io.trvae.spi.training;

/**
 * The arrays of a network and their gradients, in an engine's memory, as two vectors. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public interface TrainingParameters extends AutoCloseable {

  /**
   * Tells where in the vectors each array is.
   *
   * @return the layout
   */
  ParameterLayout layout();

  /**
   * Copies all arrays.
   *
   * @return {@link ParameterLayout#size()} numbers
   */
  float[] toArray();

  /**
   * Sets all arrays.
   *
   * @param vector {@link ParameterLayout#size()} numbers
   */
  void fill(float[] vector);

  /**
   * Copies the gradients of the last backward pass.
   *
   * @return {@link ParameterLayout#trainedSize()} numbers
   */
  float[] gradients();

  /** Frees the memory. */
  @Override
  void close();
}
