package io.trvae.network;

import java.util.List;

/**
 * One named array of a network, as it stands in a model file.
 *
 * @param name the tensor's name, unique in the network, such as {@code encoder.conv1.weight}
 * @param shape the axes: {@code [out, in, height, width]} for a convolution's weight, {@code [out,
 *     in]} for a dense layer's, {@code [channels]} for all others
 * @param role what the array is used for
 * @since 0.1.0
 */
public record Parameter(String name, List<Integer> shape, Role role) {

  /** Copies the list. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /**
   * Returns the number of elements.
   *
   * @return the product of the axes
   */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** What a parameter is used for. */
  public enum Role {
    /** The kernel of a convolution or the matrix of a dense layer. */
    WEIGHT,
    /** Added to a layer's output. */
    BIAS,
    /** Multiplies normalised features. */
    SCALE,
    /** Added to normalised features. */
    SHIFT,
    /** Running mean of a batch normalisation; not trained by gradients. */
    RUNNING_MEAN,
    /** Running variance of a batch normalisation; not trained by gradients. */
    RUNNING_VARIANCE;

    /**
     * Tells whether an optimiser changes arrays of this role.
     *
     * @return false for the running statistics
     */
    public boolean isTrained() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }
}
