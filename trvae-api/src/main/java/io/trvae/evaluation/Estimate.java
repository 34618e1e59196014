package io.trvae.evaluation;

/**
 * A measured value and how far chance may have moved it.
 *
 * @param value the value, in the unit of what was measured
 * @param error its standard error, in the same unit; NaN where there was too little to tell
 * @since 0.1.0
 */
public record Estimate(double value, double error) {

  /** The mean of independent values, with their sample deviation over the root of their number. */
  static Estimate meanOf(double[] values) {
    int n = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / n;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Estimate(mean, Math.sqrt(squares / (n - 1) / n));
  }

  /**
   * A value with the jackknife's error (Efron 1982, "The jackknife, the bootstrap and other
   * resampling plans", chapter 3): {@code sqrt((n - 1) / n * sum((v_i - mean(v))^2))}.
   *
   * @param leftOut v_i, the value without observation i
   */
  static Estimate jackknife(double value, double[] leftOut) {
    int n = leftOut.length;
    return new Estimate(value, (n - 1) * meanOf(leftOut).error());
  }

  /** The quotient of two independent estimates, with the error to first order. */
  Estimate dividedBy(Estimate divisor) {
    double quotient = value / divisor.value;
    return new Estimate(quotient, Math.hypot(error, quotient * divisor.error) / divisor.value);
  }
}
