package io.trvae.spi.training;

/**
 * A sum over pairs of rows, of a coefficient times a kernel of their distance, and its gradient.
 * The kernel is the mean over bandwidths {@code sigma} of {@code exp(-d^2 / (2 sigma))}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RowComparison {

  /**
   * Measures, and adds the gradient.
   *
   * @param rows {@code [all, width]}
   * @param width of a row
   * @param coefficients {@code [n, all]}, of the first n rows with all rows
   * @param bandwidths of the kernel
   * @param factor what the gradient is multiplied with
   * @param gradient {@code [n, width]}; receives the gradient by the first row of each pair in
   *     addition to what it holds
   * @return the sum
   */
  double compare(
      float[] rows,
      int width,
      double[] coefficients,
      double[] bandwidths,
      double factor,
      float[] gradient);
}
