package io.trvae.spi.training;

import io.trvae.network.Layer;
import java.util.List;

/**
 * Turns descriptions of layers into operations on a {@link Tape}.
 *
 * @param <F> the engine's features
 * @since 0.1.0
 */
public interface LayerCompiler<F extends TrainingFeatures> {

  /**
   * Appends a chain of layers.
   *
   * @param tape receives the operations
   * @param layers the chain
   * @param input what goes in
   * @param label the label vectors of the batch
   * @return what comes out
   * @throws IllegalArgumentException if the engine cannot train this chain
   */
  F append(Tape tape, List<Layer> layers, F input, F label);

  /**
   * Appends a dense layer.
   *
   * @param tape receives the operation
   * @param layer the layer
   * @param input vectors
   * @return vectors
   */
  F appendDense(Tape tape, Layer.Dense layer, F input);

  /**
   * Appends what losses and the host can read: a copy, where the engine's layout is one of its own.
   *
   * @param tape receives the operation, if there is one
   * @param input features
   * @return the same features
   */
  F appendPlain(Tape tape, F input);
}
