package io.trvae.spi.training;

/**
 * What one operation contributes to the gradient by features that several may read.
 *
 * @since 0.1.0
 */
public interface GradientPart {

  /**
   * Sets this part, in the order of {@link TrainingFeatures#get}, and adds it to the sum.
   *
   * @param values as many as the features
   */
  void put(float[] values);
}
