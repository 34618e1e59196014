package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void errorIsTheDeviationOfTheMean() {
    Estimate estimate = Estimate.meanOf(new double[] {1, 2, 3, 6});

    // Squares from 3: 4, 1, 0, 9; their sum over 3 over 4.
    assertThat(estimate.value()).isEqualTo(3);
    assertThat(estimate.error()).isCloseTo(Math.sqrt(14 / 3.0 / 4), within(1e-15));
  }

  @Test
  void oneValueTellsNothingOfItsError() {
    assertThat(Estimate.meanOf(new double[] {5})).isEqualTo(new Estimate(5, Double.NaN));
  }

  /** Of a mean, the jackknife must find the same error as the textbook. */
  @Test
  void jackknifeOfAMean() {
    double[] values = {1, 2, 3, 6};
    double[] leftOut = {11 / 3.0, 10 / 3.0, 9 / 3.0, 6 / 3.0};

    assertThat(Estimate.jackknife(3, leftOut).error())
        .isCloseTo(Estimate.meanOf(values).error(), within(1e-12));
  }

  @Test
  void relativeErrorsOfAQuotientAddUpAsSquares() {
    Estimate quotient = new Estimate(6, 0.6).dividedBy(new Estimate(3, 0.3));

    assertThat(quotient.value()).isEqualTo(2);
    assertThat(quotient.error()).isCloseTo(2 * Math.sqrt(0.1 * 0.1 + 0.1 * 0.1), within(1e-12));
  }
}
