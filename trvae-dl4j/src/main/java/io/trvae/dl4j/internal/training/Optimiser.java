package io.trvae.dl4j.internal.training;

import io.trvae.spi.training.TrainingOptimiser;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** Adam (Kingma and Ba 2015) on all trained arrays of a network at once, by ND4J's updater. */
final class Optimiser implements TrainingOptimiser {

  private final INDArray values;
  private final INDArray gradients;
  private final INDArray state;
  private final Adam adam;
  private final AdamUpdater updater;
  private final Optional<INDArray> mask;

  /** Prepares to train all parameters. */
  Optimiser(Parameters parameters, double learningRate, double beta1) {
    this(parameters, learningRate, beta1, Optional.empty());
  }

  /**
   * Prepares to train some elements of the parameters, or all.
   *
   * @param mask what gradients are multiplied with, or empty for 1
   */
  Optimiser(Parameters parameters, double learningRate, double beta1, Optional<float[]> mask) {
    values = parameters.trainedVector();
    gradients = parameters.gradientVector();
    state = Nd4j.zeros(DataType.FLOAT, 1, 2 * gradients.length());
    adam = Adam.builder().learningRate(learningRate).beta1(beta1).build();
    updater = new AdamUpdater(adam);
    this.mask = mask.map(Nd4j::createFromArray);
    updater.setStateViewArray(state, new long[] {1, gradients.length()}, 'c', true);
  }

  @Override
  public float[] toArray() {
    return state.toFloatVector();
  }

  @Override
  public void restore(float[] moments) {
    ((FloatPointer) state.data().pointer()).asBuffer().put(moments);
  }

  @Override
  public void setLearningRate(double learningRate) {
    adam.setLearningRate(learningRate);
  }

  @Override
  public void update(long step) {
    mask.ifPresent(gradients::muli);
    updater.applyUpdater(gradients, Math.toIntExact(step), 0);
    values.subi(gradients);
  }

  @Override
  public void close() {
    state.close();
    mask.ifPresent(INDArray::close);
  }
}
