package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import org.junit.jupiter.api.Test;

class CodeReaderTest {

  private static final int SIZE = 5;
  private static final int ROWS = 8;

  private static final float[] LOG_VAR = {-8, -6, -4, -2, 0};

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          new NetworkSpec(Architecture.PORTRAIT_LINEAR, 16, 2, SIZE, ROWS, 0)
              .network()
              .parameters());

  private static float[] computed() {
    float[] vector = Initialiser.draw(LAYOUT, 1);
    LAYOUT.slice(vector, LinearEncoder.LOG_VAR).put(LOG_VAR);
    CodeReader.compute(LAYOUT, vector);
    return LAYOUT.toTensors(vector).get(CodeReader.WEIGHT).toFloats();
  }

  private static double product(float[] weight, int i, int j) {
    double product = 0;
    for (int row = 0; row < ROWS; row++) {
      product += weight[row * SIZE + i] * weight[row * SIZE + j];
    }
    return product;
  }

  @Test
  void columnsAreOrthogonal() {
    float[] weight = computed();
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(product(weight, i, j)).as(i + ", " + j).isCloseTo(0, within(1e-6));
      }
    }
  }

  /** Deviations in an image are e^4, e^3 ... 1. */
  @Test
  void columnsHaveTheFourthRootOfDeviationsAsTheirLengths() {
    float[] weight = computed();
    double mean = (Math.exp(4) + Math.exp(3) + Math.exp(2) + Math.exp(1) + 1) / SIZE;
    for (int i = 0; i < SIZE; i++) {
      assertThat(product(weight, i, i))
          .as("column %d", i)
          .isCloseTo(Math.sqrt(Math.exp(4 - i) / mean), within(1e-5));
    }
  }
}
