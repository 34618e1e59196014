package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseNetworkTest {

  private final double[][] inputs = {{1, -2}, {0.5, 0.25}, {-1, 3}};
  private final int[] labels = {0, 2, 1};

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void gradientIsTheSlopeOfTheLoss(int hidden) {
    DenseNetwork network = hidden == 0 ? new DenseNetwork(2, 3) : new DenseNetwork(2, hidden, 3);
    double[] parameters = network.initialParameters(new Random(1));
    double[] gradient = new double[parameters.length];
    network.loss(parameters, inputs, labels, 0.1, gradient);

    double[] ignored = new double[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      double[] above = parameters.clone();
      above[i] += 1e-5;
      double[] below = parameters.clone();
      below[i] -= 1e-5;
      double slope =
          (network.loss(above, inputs, labels, 0.1, ignored)
                  - network.loss(below, inputs, labels, 0.1, ignored))
              / 2e-5;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
    }
  }

  /** Weights (1, 0), (0, 1) and biases (0, 0.5) on the input (2, 1): logits 2 and 1.5. */
  @Test
  void byHand() {
    DenseNetwork network = new DenseNetwork(2, 2);
    double[] parameters = {1, 0, 0, 1, 0, 0.5};
    double[][] input = {{2, 1}};

    double loss = network.loss(parameters, input, new int[] {1}, 0.2, new double[6]);

    assertThat(loss).isCloseTo(Math.log(1 + Math.exp(0.5)) + 0.1 * 2, within(1e-12));
    assertThat(network.classify(parameters, input[0])).isZero();
  }
}
