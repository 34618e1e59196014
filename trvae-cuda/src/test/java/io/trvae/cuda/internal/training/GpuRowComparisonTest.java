package io.trvae.cuda.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Precision;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.cuda.internal.gpu.Gpus;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On an emulated GPU, against the definition in float64. */
class GpuRowComparisonTest {

  private static final int WIDTH = 5;
  private static final int IMAGES = 4;
  private static final double[] BANDWIDTHS = {0.3, 2, 50};

  @Test
  void comparesWithRememberedRowsToo() {
    Emulator.load();
    Random random = new Random(3);
    try (CudaEngine engine = new CudaEngine(Gpus.choose(Optional.empty()), Precision.FLOAT32);
        CudaGraph graph = engine.graph()) {
      // The memory grows between batches.
      for (int all : new int[] {IMAGES, IMAGES, 11, 300}) {
        float[] rows = new float[all * WIDTH];
        for (int i = 0; i < rows.length; i++) {
          rows[i] = (float) random.nextGaussian();
        }
        double[] coefficients = random.doubles((long) IMAGES * all, -1, 1).toArray();
        float[] gradient = new float[IMAGES * WIDTH];
        gradient[2] = 7;
        double[] expected = new double[gradient.length];
        double sum = plain(rows, coefficients, expected);
        assertThat(
                graph.rowComparison().compare(rows, WIDTH, coefficients, BANDWIDTHS, 3, gradient))
            .isCloseTo(sum, within(1e-4 * all));
        for (int i = 0; i < gradient.length; i++) {
          double before = i == 2 ? 7 : 0;
          assertThat((double) gradient[i]).isCloseTo(before + 3 * expected[i], within(1e-4 * all));
        }
      }
    }
  }

  /** Returns the sum, and its gradient by the first row of each pair. */
  private static double plain(float[] rows, double[] coefficients, double[] gradient) {
    int all = rows.length / WIDTH;
    double sum = 0;
    for (int pair = 0; pair < coefficients.length; pair++) {
      int a = pair / all * WIDTH;
      int b = pair % all * WIDTH;
      double distance = 0;
      for (int i = 0; i < WIDTH; i++) {
        distance += Math.pow(rows[a + i] - rows[b + i], 2);
      }
      for (double sigma : BANDWIDTHS) {
        double value = coefficients[pair] * Math.exp(-distance / (2 * sigma)) / BANDWIDTHS.length;
        sum += value;
        for (int i = 0; i < WIDTH; i++) {
          gradient[a + i] -= value * (rows[a + i] - rows[b + i]) / sigma;
        }
      }
    }
    return sum;
  }
}
