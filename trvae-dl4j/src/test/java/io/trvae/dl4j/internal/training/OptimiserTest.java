package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Parameter;
import io.trvae.network.Parameter.Role;
import io.trvae.spi.training.ParameterLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimiserTest {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  private final ParameterLayout layout =
      new ParameterLayout(List.of(new Parameter("weight", List.of(1, 2), Role.WEIGHT)));

  @Test
  void movesByAdamsRule() {
    double[] gradients = {0.5, -2, 0.25};
    double[] rates = {0.1, 0.1, 0.01};
    double value = 3;
    double mean = 0;
    double square = 0;
    try (Parameters parameters = new Parameters(layout);
        Optimiser optimiser = new Optimiser(parameters, 0.1, BETA1)) {
      parameters.values("weight").put(0, 3).put(1, 7);
      for (int step = 0; step < 3; step++) {
        // Kingma and Ba 2015, algorithm 1.
        mean = BETA1 * mean + (1 - BETA1) * gradients[step];
        square = BETA2 * square + (1 - BETA2) * gradients[step] * gradients[step];
        double meanEstimate = mean / (1 - Math.pow(BETA1, step + 1));
        double squareEstimate = square / (1 - Math.pow(BETA2, step + 1));
        value -= rates[step] * meanEstimate / (Math.sqrt(squareEstimate) + 1e-8);

        parameters.gradient("weight").put(0, (float) gradients[step]).put(1, 0);
        optimiser.setLearningRate(rates[step]);
        optimiser.update(step);
        assertThat(parameters.values("weight").get(0)).isCloseTo((float) value, within(1e-5f));
        assertThat(parameters.values("weight").get(1)).isEqualTo(7);
      }
    }
  }

  @Test
  void goesOnFromRestoredMoments() {
    try (Parameters parameters = new Parameters(layout);
        Optimiser optimiser = new Optimiser(parameters, 0.1, BETA1);
        Parameters copy = new Parameters(layout);
        Optimiser restored = new Optimiser(copy, 0.1, BETA1)) {
      parameters.gradient("weight").put(0, 0.5f).put(1, -3);
      optimiser.update(0);
      copy.fill(parameters.toArray());
      restored.restore(optimiser.toArray());
      for (Parameters each : List.of(parameters, copy)) {
        each.gradient("weight").put(0, 1).put(1, 2);
      }
      optimiser.update(1);
      restored.update(1);
      assertThat(copy.toArray()).isEqualTo(parameters.toArray());
    }
  }
}
