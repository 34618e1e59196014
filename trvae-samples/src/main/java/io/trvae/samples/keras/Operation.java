package io.trvae.samples.keras;

import io.trvae.network.Layer;
import io.trvae.network.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer that computes something, and the features on both its sides.
 *
 * @param layer the layer
 * @param in the features that a dense layer takes as a vector; flat for all others
 * @param out the features that a dense layer's vector becomes; flat for all others
 */
record Operation(Layer layer, Shape in, Shape out) {

  private static final Shape FLAT = Shape.flat(1);

  /** A head takes a vector and makes one. */
  static Operation of(Layer.Dense head) {
    return new Operation(head, FLAT, FLAT);
  }

  /** Lists what a chain computes, leaving out how it arranges values. */
  static List<Operation> of(List<Layer> chain, Shape input, int domains) {
    List<Operation> operations = new ArrayList<>();
    Shape shape = input;
    Shape flattened = FLAT;
    for (Layer layer : chain) {
      if (layer instanceof Layer.ConcatLabel concat) {
        operations.addAll(of(concat.embedding(), Shape.flat(domains), domains));
      } else if (layer instanceof Layer.Flatten) {
        flattened = shape;
      } else if (layer instanceof Layer.Reshape reshape) {
        reshapeLastDense(operations, reshape.shape());
      } else {
        operations.add(new Operation(layer, flattened, FLAT));
        flattened = layer instanceof Layer.Dense ? FLAT : flattened;
      }
      shape = layer.outputShape(shape, domains);
    }
    return operations;
  }

  private static void reshapeLastDense(List<Operation> operations, Shape shape) {
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      if (operation.layer instanceof Layer.Dense) {
        operations.set(i, new Operation(operation.layer, operation.in, shape));
        return;
      }
    }
  }
}
