package io.trvae.dl4j.internal.inference;

import io.trvae.model.Tensor;

/** The arrays of a trained network. */
@FunctionalInterface
public interface Tensors {

  /**
   * Returns an array.
   *
   * @param parameter its name; the network has one of that name
   */
  Tensor tensor(String parameter);
}
