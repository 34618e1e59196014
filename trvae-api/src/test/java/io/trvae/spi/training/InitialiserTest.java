package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Parameter;
import io.trvae.network.Parameter.Role;
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

  private static final ParameterLayout LAYOUT = new ParameterLayout(PARAMETERS);

  @Test
  void drawsGlorotsVariances() {
    assertVariance("conv.weight", 2.0 / (9 * (64 + 32)));
    assertVariance("dense.weight", 2.0 / (100 + 300));
    assertVariance("encoder.log_var.weight", 0.01 * 2.0 / (100 + 300));
  }

  @Test
  void startsFromNeutralShiftsAndScales() {
    assertThat(drawn("conv.bias", 1)).containsOnly(0);
    assertThat(drawn("norm.weight", 1)).containsOnly(1);
    assertThat(drawn("norm.bias", 1)).containsOnly(0);
    assertThat(drawn("norm.running_mean", 1)).containsOnly(0);
    assertThat(drawn("norm.running_var", 1)).containsOnly(1);
  }

  @Test
  void theSeedDecides() {
    assertThat(Initialiser.draw(LAYOUT, 1)).isEqualTo(Initialiser.draw(LAYOUT, 1));
    assertThat(drawn("dense.weight", 2)).isNotEqualTo(drawn("dense.weight", 1));
  }

  private static float[] drawn(String name, long seed) {
    return LAYOUT.toTensors(Initialiser.draw(LAYOUT, seed)).get(name).toFloats();
  }

  private static void assertVariance(String name, double expected) {
    float[] values = drawn(name, 1);
    double sum = 0;
    double squares = 0;
    int count = values.length;
    for (int i = 0; i < count; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    assertThat(sum / count).isCloseTo(0, within(4 * Math.sqrt(expected / count)));
    assertThat(squares / count).isCloseTo(expected, within(0.05 * expected));
  }
}
