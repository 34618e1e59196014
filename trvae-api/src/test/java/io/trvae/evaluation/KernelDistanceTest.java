package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {

  private static float[][] gaussian(int count, int width, double mean, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[count][width];
    for (float[] vector : vectors) {
      for (int i = 0; i < width; i++) {
        vector[i] = (float) (mean + random.nextGaussian());
      }
    }
    return vectors;
  }

  /** (1, 0), (0, 1) against (1, 1), (0, 0): inner products 0; 0; 1, 0, 1, 0; d = 2. */
  @Test
  void byHand() {
    float[][] x = {{1, 0}, {0, 1}};
    float[][] y = {{1, 1}, {0, 0}};

    double across = (3.375 + 1 + 3.375 + 1) / 4;
    assertThat(KernelDistance.of(x, y, 1, 2, 1).value())
        .isCloseTo(1 + 1 - 2 * across, within(1e-12));
  }

  @Test
  void followsTheEquation() {
    float[][] x = gaussian(6, 3, 0, 1);
    float[][] y = gaussian(6, 3, 0.5, 2);
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        if (i != j) {
          sum += (kernel(x[i], x[j]) + kernel(y[i], y[j])) / 30;
        }
        sum -= 2 * kernel(x[i], y[j]) / 36;
      }
    }

    // A subset of all vectors is the whole, in whatever order.
    Estimate distance = KernelDistance.of(x, y, 3, 6, 5);
    assertThat(distance.value()).isCloseTo(sum, within(1e-9));
    assertThat(distance.error()).isCloseTo(0, within(1e-9));
  }

  private static double kernel(float[] x, float[] y) {
    double product = 0;
    for (int i = 0; i < 3; i++) {
      product += (double) x[i] * y[i];
    }
    return Math.pow(product / 3 + 1, 3);
  }

  @Test
  void oneDistributionIsNotFarFromItself() {
    Estimate same = KernelDistance.of(gaussian(400, 4, 0, 1), gaussian(400, 4, 0, 2), 50, 100, 1);
    Estimate other = KernelDistance.of(gaussian(400, 4, 0, 1), gaussian(400, 4, 1, 2), 50, 100, 1);

    assertThat(same.value()).isCloseTo(0, within(0.2));
    assertThat(other.value()).isGreaterThan(2);
    assertThat(other.error()).isPositive();
  }

  @Test
  void theSeedAloneDecides() {
    float[][] x = gaussian(30, 4, 0, 1);
    float[][] y = gaussian(20, 4, 0, 2);

    assertThat(KernelDistance.of(x, y, 5, 10, 7)).isEqualTo(KernelDistance.of(x, y, 5, 10, 7));
    assertThat(KernelDistance.of(x, y, 5, 10, 8)).isNotEqualTo(KernelDistance.of(x, y, 5, 10, 7));
  }

  /** Four numbers have three ways to be halved. */
  @Test
  void halvesAreComparedWithEachOther() {
    float[][] four = {{1}, {2}, {4}, {7}};
    double[] ways = {
      halves(1, 2, 4, 7), halves(1, 4, 2, 7), halves(1, 7, 2, 4),
    };

    double distance = KernelDistance.betweenHalves(four, 1, 2, 3).value();

    assertThat(ways).usingComparatorWithPrecision(1e-9).contains(distance);
  }

  private static double halves(double a, double b, double c, double d) {
    return cube(a * b) + cube(c * d) - (cube(a * c) + cube(a * d) + cube(b * c) + cube(b * d)) / 2;
  }

  private static double cube(double product) {
    return Math.pow(product + 1, 3);
  }

  @Test
  void halvesOfEqualVectorsAreAtNoDistance() {
    float[][] equal = new float[11][];
    Arrays.fill(equal, new float[] {0.5f, -1});

    assertThat(KernelDistance.betweenHalves(equal, 7, 5, 1).value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void halvesOfOneDistributionAreNearlyAtNone() {
    float[][] x = gaussian(400, 4, 0, 1);

    Estimate floor = KernelDistance.betweenHalves(x, 50, 100, 1);
    double apart = KernelDistance.of(x, gaussian(200, 4, 1, 2), 50, 100, 1).value();

    assertThat(floor.value()).isCloseTo(0, within(apart / 20));
  }

  @Test
  void halvesDependOnTheSeedAlone() {
    float[][] x = gaussian(21, 4, 0, 1);

    assertThat(KernelDistance.betweenHalves(x, 5, 10, 7))
        .isEqualTo(KernelDistance.betweenHalves(x, 5, 10, 7))
        .isNotEqualTo(KernelDistance.betweenHalves(x, 5, 10, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelDistance.betweenHalves(x, 5, 11, 7))
        .withMessageContaining("at most 10");
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    float[][] x = gaussian(30, 4, 0, 1);
    float[][] y = gaussian(20, 4, 0, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelDistance.of(x, y, 5, 21, 1))
        .withMessageContaining("at most 20");
    assertThatIllegalArgumentException().isThrownBy(() -> KernelDistance.of(x, y, 5, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> KernelDistance.of(x, y, 0, 10, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelDistance.of(x, gaussian(20, 5, 0, 2), 5, 10, 1))
        .withMessageContaining("features have 4 values each, but references 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelDistance.of(new float[0][], y, 5, 10, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelDistance.of(new float[][] {{1, 2}, {1}}, y, 1, 2, 1))
        .withMessage("features[1] has 1 values, but the first has 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelDistance.of(new float[][] {{1}, {Float.NaN}}, y, 1, 2, 1))
        .withMessage("features[1][0] is NaN");
  }
}
