package io.trvae.evaluation;

/** Pearson's correlation of samples of vectors. */
final class Correlation {

  private Correlation() {}

  /**
   * Computes {@code sum((a_i - mean(a)) . (b_i - mean(b))) / sqrt(sum |a_i - mean(a)|^2 * sum |b_i
   * - mean(b)|^2)}, which for one component is Pearson's coefficient.
   *
   * @param a the first variable, {@code [component][sample]}
   * @param b the second variable, of the same shape
   * @param omitted a sample to leave out, or -1
   * @return in [-1, 1]; 0 if a variable is constant
   */
  static double of(double[][] a, double[][] b, int omitted) {
    double squaresOfA = 0;
    double squaresOfB = 0;
    double products = 0;
    for (int component = 0; component < a.length; component++) {
      double meanOfA = mean(a[component], omitted);
      double meanOfB = mean(b[component], omitted);
      for (int i = 0; i < a[component].length; i++) {
        if (i != omitted) {
          double fromA = a[component][i] - meanOfA;
          double fromB = b[component][i] - meanOfB;
          squaresOfA += fromA * fromA;
          squaresOfB += fromB * fromB;
          products += fromA * fromB;
        }
      }
    }
    // Equal values leave rounding errors of about 1e-17 when their mean is taken off.
    double nothing = 1e-24 * a.length * a[0].length;
    return squaresOfA <= nothing || squaresOfB <= nothing
        ? 0
        : products / Math.sqrt(squaresOfA * squaresOfB);
  }

  private static double mean(double[] values, int omitted) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (i != omitted) {
        sum += values[i];
      }
    }
    return sum / (omitted < 0 ? values.length : values.length - 1);
  }
}
