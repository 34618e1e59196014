package io.trvae.dl4j.internal.training;

import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Parameter;
import io.trvae.training.TrainingConfig;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which elements of a network's arrays belong to domains that a trained model lacks.
 *
 * <p>Wherever a layer sees a label, the label's elements come last or are an axis of their own. So
 * an array either has the trained model's shape, or is longer along one axis, and what it has more
 * of there belongs to the added domains.
 */
final class AddedDomains {

  private final TransferModel initial;

  AddedDomains(TransferModel initial) {
    this.initial = initial;
  }

  /** Returns the domains that a training adds to its initial model, if it does. */
  static Optional<AddedDomains> of(TrainingConfig config) {
    return config
        .initialModel()
        .filter(initial -> !config.addedDomains().isEmpty())
        .map(AddedDomains::new);
  }

  /** Copies the trained model; an added domain starts as the average of those that it has. */
  void fill(Parameters target) {
    int known = initial.spec().domains().size();
    for (Parameter parameter : target.all()) {
      float[] old = initial.tensor(parameter.name()).toFloats();
      FloatBuffer values = target.values(parameter.name());
      Growth growth = growth(parameter);
      for (int block = 0; block < growth.blocks(); block++) {
        int from = block * growth.oldLength();
        int to = block * growth.newLength();
        values.put(to, old, from, growth.oldLength());
        for (int i = growth.oldLength(); i < growth.newLength(); i++) {
          float sum = 0;
          for (int domain = 1; domain <= known; domain++) {
            sum += old[from + growth.oldLength() - domain * growth.step() + i % growth.step()];
          }
          values.put(to + i, sum / known);
        }
      }
    }
  }

  /** Returns a vector like the gradients': 1 for elements of added domains, 0 for all others. */
  INDArray mask(Parameters target) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, target.gradientVector().length());
    for (Parameter parameter : target.all()) {
      if (parameter.role().isTrained()) {
        FloatBuffer ones = target.slice(mask, parameter.name());
        growth(parameter).forEachAdded(i -> ones.put(i, 1));
      }
    }
    return mask;
  }

  private Growth growth(Parameter parameter) {
    Tensor old = initial.tensor(parameter.name());
    int grown = 0;
    while (grown < old.shape().size() - 1
        && old.shape().get(grown).equals(parameter.shape().get(grown))) {
      grown++;
    }
    int step = 1;
    for (int axis = grown + 1; axis < old.shape().size(); axis++) {
      step *= old.shape().get(axis);
    }
    int oldLength = old.shape().get(grown) * step;
    int newLength = parameter.shape().get(grown) * step;
    return new Growth(parameter.size() / newLength, oldLength, newLength, step);
  }

  /**
   * How an array grows: each of its blocks gets more elements at the end.
   *
   * @param blocks the number of blocks
   * @param oldLength elements of a block in the trained model
   * @param newLength elements of a block in the network
   * @param step the distance of elements that differ in the label's place only
   */
  private record Growth(int blocks, int oldLength, int newLength, int step) {

    void forEachAdded(IntConsumer action) {
      for (int block = 0; block < blocks; block++) {
        for (int i = oldLength; i < newLength; i++) {
          action.accept(block * newLength + i);
        }
      }
    }
  }
}
