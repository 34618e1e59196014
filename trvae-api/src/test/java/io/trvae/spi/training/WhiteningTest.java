package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.training.MmdEstimate;
import io.trvae.training.MmdKernel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteningTest {

  private static final int WIDTH = 6;

  /** Columns of very different scale, and two that nearly agree. */
  private static float[] rows(int count, long seed) {
    Random random = new Random(seed);
    float[] rows = new float[count * WIDTH];
    for (int row = 0; row < count; row++) {
      int start = row * WIDTH;
      for (int i = 0; i < WIDTH; i++) {
        rows[start + i] = (float) (i + Math.pow(3, i) * random.nextGaussian());
      }
      rows[start + 1] = rows[start] + 0.1f * rows[start + 1];
    }
    return rows;
  }

  /** The mean over all pairs, in double precision. */
  private static double meanSquaredDistance(float[] rows) {
    int count = rows.length / WIDTH;
    double sum = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        sum += squaredDistance(rows, a, b);
      }
    }
    return sum / count / count;
  }

  private static double squaredDistance(float[] rows, int a, int b) {
    double sum = 0;
    for (int i = 0; i < WIDTH; i++) {
      double difference = (double) rows[a * WIDTH + i] - rows[b * WIDTH + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void meanSquaredDistanceIsOne() {
    float[] rows = rows(50, 1);
    assertThat(meanSquaredDistance(Whitening.of(rows, WIDTH).apply(rows)))
        .isCloseTo(1, within(1e-4));
  }

  /** For two columns that do not correlate, everything can be told by hand. */
  @Test
  void distancesAreThoseOfMahalanobis() {
    float[] rows = {-3, -1, -3, 1, 3, -1, 3, 1}; // variances 9 and 1, their mean is 5
    float[] mapped = Whitening.of(rows, 2).apply(new float[] {0, 0, 1, 0, 0, 1});
    double mean = 2 * (9 / 14.0 + 1 / 6.0);
    assertThat(square(mapped, 1)).isCloseTo(1 / 14.0 / mean, within(1e-6));
    assertThat(square(mapped, 2)).isCloseTo(1 / 6.0 / mean, within(1e-6));
  }

  private static double square(float[] mapped, int row) {
    return Math.pow(mapped[2 * row], 2) + Math.pow(mapped[2 * row + 1], 2);
  }

  @Test
  void scaleDoesNotCount() {
    float[] rows = rows(50, 1);
    float[] larger = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      larger[i] = 70 * rows[i];
    }
    float[] mapped = Whitening.of(rows, WIDTH).apply(rows);
    float[] mappedLarger = Whitening.of(larger, WIDTH).apply(larger);
    for (int row = 1; row < 50; row++) {
      double distance = squaredDistance(mapped, 0, row);
      assertThat(squaredDistance(mappedLarger, 0, row)).isCloseTo(distance, within(1e-3));
    }
  }

  @Test
  void widthMayBeThatOfRealNetworks() {
    int width = 256;
    Random random = new Random(1);
    float[] rows = new float[960 * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (random.nextGaussian() * (1 + i % width));
    }
    float[] mapped = Whitening.of(rows, width).apply(rows);
    double square = 0;
    for (float value : mapped) {
      square += (double) value * value / 960;
    }
    assertThat(2 * square).isCloseTo(1, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void fewRowsLeaveFiniteDistances(int count) {
    float[] mapped = Whitening.of(rows(count, 1), WIDTH).apply(rows(4, 2));
    for (float value : mapped) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void gradientsAreTheDifferencesOfTheDiscrepancy() {
    Whitening whitening = Whitening.of(rows(50, 1), WIDTH);
    float[] rows = rows(6, 2);
    int[] domains = {0, 1, 2, 0, 1, 2};
    float[] mappedGradient = new float[rows.length];
    measure(whitening, rows, domains, mappedGradient);
    float[] gradient = whitening.pullBack(mappedGradient);
    for (int i = 0; i < rows.length; i++) {
      float step = (float) (0.01 * Math.pow(3, i % WIDTH));
      double rise =
          measure(whitening, moved(rows, i, step), domains, new float[rows.length])
              - measure(whitening, moved(rows, i, -step), domains, new float[rows.length]);
      assertThat(rise).as("element %d", i).isCloseTo(2 * step * gradient[i], within(5e-6));
    }
    assertThat(Arrays.equals(gradient, new float[rows.length])).isFalse();
  }

  @Test
  void gradientWithoutGrowthKeepsTheSpread() {
    float[] rows = rows(6, 2);
    float[] gradient = rows(6, 3);
    double before = spreadAfterStep(rows, gradient);
    Whitening.removeGrowth(gradient, rows, WIDTH);
    assertThat(spreadAfterStep(rows, gradient)).isCloseTo(0, within(1e-3 * Math.abs(before)));
    assertThat(gradient).isNotEqualTo(new float[gradient.length]);
  }

  /** By how much the mean squared distance rises for each unit of the gradient. */
  private static double spreadAfterStep(float[] rows, float[] gradient) {
    double step = 1e-3;
    float[] above = new float[rows.length];
    float[] below = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      above[i] = (float) (rows[i] + step * gradient[i]);
      below[i] = (float) (rows[i] - step * gradient[i]);
    }
    return (meanSquaredDistance(above) - meanSquaredDistance(below)) / (2 * step);
  }

  private static double measure(
      Whitening whitening, float[] rows, int[] domains, float[] gradient) {
    return new MaximumMeanDiscrepancy(WIDTH, MmdKernel.MAHALANOBIS, MmdEstimate.UNBIASED)
        .measure(whitening.apply(rows), domains, 1, gradient);
  }

  private static float[] moved(float[] rows, int element, float step) {
    float[] moved = rows.clone();
    moved[element] += step;
    return moved;
  }
}
