package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.training.MmdEstimate;
import io.trvae.training.MmdKernel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaximumMeanDiscrepancyTest {

  private static final int WIDTH = 3;

  private final float[] rows = random(9);
  private final int[] domains = {0, 1, 2, 0, 0, 1, 2, 0, 0};

  @Test
  void identicalSetsAreAtNoDistance() {
    float[] twice = new float[2 * rows.length];
    int[] domainOf = new int[18];
    for (int row = 0; row < 9; row++) {
      domainOf[9 + row] = 1;
    }
    System.arraycopy(rows, 0, twice, 0, rows.length);
    System.arraycopy(rows, 0, twice, rows.length, rows.length);
    assertThat(measure(MmdEstimate.BIASED, twice, domainOf)).isCloseTo(0, within(1e-12));
  }

  @Test
  void theUnbiasedEstimateForDrawsFromOneDistributionIsZeroOnAverage() {
    Random random = new Random(8);
    double biased = 0;
    double unbiased = 0;
    for (int draw = 0; draw < 300; draw++) {
      float[] values = random(8, random);
      int[] halves = {0, 1, 0, 1, 0, 1, 0, 1};
      biased += measure(MmdEstimate.BIASED, values, halves) / 300;
      unbiased += measure(MmdEstimate.UNBIASED, values, halves) / 300;
    }
    assertThat(biased).isGreaterThan(0.1);
    assertThat(unbiased).isCloseTo(0, within(0.02));
  }

  @ParameterizedTest
  @EnumSource
  void growsWithTheShiftBetweenSets(MmdEstimate estimate) {
    double last = Double.NEGATIVE_INFINITY;
    for (float shift : new float[] {0.5f, 2, 8, 100}) {
      float[] moved = rows.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += domains[i / WIDTH] == 1 ? shift : 0;
      }
      double value = measure(estimate, moved, new int[] {0, 1, 0, 0, 0, 1, 0, 0, 0});
      assertThat(value).isGreaterThan(last);
      last = value;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheSumOverPairsOfUnequalSets(MmdEstimate estimate) {
    assertThat(measure(estimate, rows, domains))
        .isNotZero()
        .isCloseTo(plain(estimate, domains, 3), within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void aDomainWithoutRowsCountsNothing(MmdEstimate estimate) {
    int[] gap = {0, 3, 1, 0, 0, 3, 1, 0, 0};
    assertThat(measure(estimate, rows, gap))
        .isNotZero()
        .isCloseTo(plain(estimate, gap, 4), within(1e-6));
    assertThat(measure(estimate, rows, new int[9])).isZero();
  }

  @Test
  void oneRowHasNoPairsOfItsOwn() {
    int[] single = {0, 1, 0, 0, 0, 0, 0, 0, 0};
    float[] gradient = new float[rows.length];
    assertThat(discrepancy(MmdEstimate.UNBIASED).measure(rows, single, 1, gradient)).isFinite();
    for (float element : gradient) {
      assertThat(element).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfRowsDoesNotMatter(MmdEstimate estimate) {
    float[] turned = new float[rows.length];
    int[] turnedDomains = new int[9];
    for (int row = 0; row < 9; row++) {
      int to = (row * 4 + 1) % 9;
      System.arraycopy(rows, row * WIDTH, turned, to * WIDTH, WIDTH);
      turnedDomains[to] = domains[row];
    }
    assertThat(measure(estimate, turned, turnedDomains))
        .isCloseTo(measure(estimate, rows, domains), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void addsTheWeightedGradient(MmdEstimate estimate) {
    float[] gradient = new float[rows.length];
    gradient[4] = 1;
    discrepancy(estimate).measure(rows, domains, 2, gradient);
    gradient[4] -= 1;
    double[] expected = new double[rows.length];
    plain(estimate, domains, 3, expected);
    for (int i = 0; i < rows.length; i++) {
      float step = 1e-3f;
      float[] above = rows.clone();
      float[] below = rows.clone();
      above[i] += step;
      below[i] -= step;
      double slope =
          (measure(estimate, above, domains) - measure(estimate, below, domains))
              / (above[i] - below[i]);
      assertThat(gradient[i]).isCloseTo((float) (2 * slope), within(1e-4f));
      assertThat(gradient[i]).isCloseTo((float) (2 * expected[i]), within(1e-6f));
    }
  }

  /** The first four rows are the batch, with all three domains; the others are remembered. */
  @Test
  void comparesABatchWithRememberedRows() {
    float[] gradient = new float[4 * WIDTH];
    double value = discrepancy(MmdEstimate.UNBIASED).measure(rows, domains, 1, gradient);
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        expected += i == j ? 2 * averageKernel(i, i) : -averageKernel(i, j);
      }
    }
    assertThat(value).isCloseTo(expected, within(1e-6));
    assertThat(gradient).doesNotContain(0);
  }

  /** Of rows of the batch with other rows of a domain, in the batch or remembered. */
  private double averageKernel(int domain, int other) {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < domains.length; b++) {
        if (a != b && domains[a] == domain && domains[b] == other) {
          double distance = 0;
          for (int i = 0; i < WIDTH; i++) {
            distance += Math.pow((double) rows[a * WIDTH + i] - rows[b * WIDTH + i], 2);
          }
          for (double sigma :
              new double[] {
                1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4,
                1e5, 1e6
              }) {
            sum += Math.exp(-distance / (2 * sigma)) / 19;
          }
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  private static MaximumMeanDiscrepancy discrepancy(MmdEstimate estimate) {
    return new MaximumMeanDiscrepancy(WIDTH, MmdKernel.REFERENCE, estimate);
  }

  private static double measure(MmdEstimate estimate, float[] values, int[] domainOf) {
    return discrepancy(estimate).measure(values, domainOf, 1, new float[values.length]);
  }

  private double plain(MmdEstimate estimate, int[] domainOf, int domainCount) {
    return plain(estimate, domainOf, domainCount, new double[rows.length]);
  }

  private double plain(MmdEstimate estimate, int[] domainOf, int domainCount, double[] gradient) {
    double[] exact = new double[rows.length];
    Arrays.setAll(exact, i -> rows[i]);
    return PlainTraining.discrepancy(exact, WIDTH, domainOf, domainCount, estimate, gradient);
  }

  private static float[] random(int count) {
    return random(count, new Random(3));
  }

  private static float[] random(int count, Random random) {
    float[] values = new float[count * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
