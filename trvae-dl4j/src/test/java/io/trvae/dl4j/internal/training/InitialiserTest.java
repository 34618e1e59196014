package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Parameter;
import io.trvae.network.Parameter.Role;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialiserTest {

  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("conv.weight", List.of(64, 32, 3, 3), Role.WEIGHT),
          new Parameter("dense.weight", List.of(100, 300), Role.WEIGHT),
          new Parameter("encoder.log_var.weight", List.of(100, 300), Role.WEIGHT),
          new Parameter("conv.bias", List.of(5), Role.BIAS),
          new Parameter("norm.weight", List.of(5), Role.SCALE),
          new Parameter("norm.bias", List.of(5), Role.SHIFT),
          new Parameter("norm.running_mean", List.of(5), Role.RUNNING_MEAN),
          new Parameter("norm.running_var", List.of(5), Role.RUNNING_VARIANCE));

  @Test
  void drawsGlorotsVariances() {
    try (Parameters parameters = filled(1)) {
      assertVariance(parameters.values("conv.weight"), 2.0 / (9 * (64 + 32)));
      assertVariance(parameters.values("dense.weight"), 2.0 / (100 + 300));
      assertVariance(parameters.values("encoder.log_var.weight"), 0.01 * 2.0 / (100 + 300));
    }
  }

  @Test
  void startsFromNeutralShiftsAndScales() {
    try (Parameters parameters = filled(1)) {
      assertThat(array(parameters, "conv.bias")).containsOnly(0);
      assertThat(array(parameters, "norm.weight")).containsOnly(1);
      assertThat(array(parameters, "norm.bias")).containsOnly(0);
      assertThat(array(parameters, "norm.running_mean")).containsOnly(0);
      assertThat(array(parameters, "norm.running_var")).containsOnly(1);
    }
  }

  @Test
  void theSeedDecides() {
    try (Parameters one = filled(1);
        Parameters again = filled(1);
        Parameters two = filled(2)) {
      assertThat(again.toArray()).isEqualTo(one.toArray());
      assertThat(array(two, "dense.weight")).isNotEqualTo(array(one, "dense.weight"));
    }
  }

  private static Parameters filled(long seed) {
    Parameters parameters = new Parameters(PARAMETERS);
    Initialiser.fill(parameters, seed);
    return parameters;
  }

  private static float[] array(Parameters parameters, String name) {
    FloatBuffer values = parameters.values(name);
    float[] array = new float[values.remaining()];
    values.get(array);
    return array;
  }

  private static void assertVariance(FloatBuffer values, double expected) {
    double sum = 0;
    double squares = 0;
    int count = values.remaining();
    for (int i = 0; i < count; i++) {
      sum += values.get(i);
      squares += (double) values.get(i) * values.get(i);
    }
    assertThat(sum / count).isCloseTo(0, within(4 * Math.sqrt(expected / count)));
    assertThat(squares / count).isCloseTo(expected, within(0.05 * expected));
  }
}
