package io.trvae.spi.inference;

import io.trvae.model.Tensor;

/**
 * The arrays of a trained network.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Tensors {

  /**
   * Returns an array.
   *
   * @param parameter its name; the network has one of that name
   * @return its tensor
   */
  Tensor tensor(String parameter);
}
