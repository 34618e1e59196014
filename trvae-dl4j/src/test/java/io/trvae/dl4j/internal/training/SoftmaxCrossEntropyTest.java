package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {

  private static final int ROWS = 4;
  private static final int CLASSES = 3;

  private final OneDnn oneDnn = new OneDnn();
  private final Features logits = Features.plain(oneDnn, ROWS, Shape.flat(CLASSES), true);
  private final SoftmaxCrossEntropy crossEntropy = new SoftmaxCrossEntropy(logits);

  SoftmaxCrossEntropyTest() {
    crossEntropy.prepareBackward();
    crossEntropy.setLabels(new int[] {2, 0, 1, 0});
  }

  @AfterEach
  void close() {
    oneDnn.close();
  }

  private double loss(float... values) {
    logits.value().floats().put(values);
    crossEntropy.forward(Operation.Mode.TRAINING);
    return crossEntropy.loss();
  }

  @Test
  void equalLogitsCostTheLogarithmOfTheNumberOfClasses() {
    assertThat(loss(new float[ROWS * CLASSES])).isCloseTo(Math.log(3), within(1e-12));
  }

  /** By the definition, {@code -log(exp(z_l) / sum(exp(z_i)))}, in double precision. */
  @Test
  void isTheMeanOfNegativeLogarithms() {
    double loss = loss(1, 2, 3, 0.5f, -1, 0, 2, 2, -2, -3, 1, 4);

    double first = Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3));
    double second = Math.exp(0.5) / (Math.exp(0.5) + Math.exp(-1) + 1);
    double third = Math.exp(2) / (2 * Math.exp(2) + Math.exp(-2));
    double fourth = Math.exp(-3) / (Math.exp(-3) + Math.exp(1) + Math.exp(4));
    assertThat(loss).isCloseTo(-Math.log(first * second * third * fourth) / 4, within(1e-12));
  }

  @Test
  void largeLogitsDoNotOverflow() {
    assertThat(loss(0, 0, 1000, 1000, 0, 0, 0, 1000, 0, 0, 1000, 0))
        .isCloseTo(1000 / 4.0, within(1e-9));
  }

  @Test
  void gradientIsTheSlopeOfTheLoss() {
    Random random = new Random(1);
    float[] values = new float[ROWS * CLASSES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    loss(values);
    crossEntropy.backward(Operation.Target.ALL);
    float[] gradient = new float[values.length];
    logits.gradient().floats().get(gradient);

    for (int i = 0; i < values.length; i++) {
      float[] above = values.clone();
      above[i] += 1 / 256f;
      float[] below = values.clone();
      below[i] -= 1 / 256f;
      double slope = (loss(above) - loss(below)) / ((double) above[i] - below[i]);
      assertThat((double) gradient[i]).isCloseTo(slope, within(1e-5));
    }
  }
}
