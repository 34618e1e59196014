package io.trvae.spi.training;

import static io.trvae.training.MmdEstimate.BIASED;

import io.trvae.training.MmdEstimate;
import io.trvae.training.MmdKernel;
import java.util.Arrays;

/**
 * The squared maximum mean discrepancies (Gretton et al. 2012) between all pairs of domains in a
 * batch, summed, and their gradient.
 *
 * <p>The kernel is the mean over bandwidths {@code sigma} of {@code exp(-d^2 / (2 sigma))}. With
 * {@code n_i} rows of domain {@code i} in a batch of k such domains, the biased estimate is {@code
 * sum over rows a, b of c(a, b) kernel(a, b)}, where {@code c} is {@code (k - 1) / n_i^2} for rows
 * of one domain and {@code -1 / (n_i n_j)} otherwise. The unbiased one leaves out a = b and has
 * {@code n_i (n_i - 1)} in place of {@code n_i^2}. A domain without rows is left out; with one row,
 * its share in the unbiased estimate's first part is 0.
 *
 * <p>With remembered rows {@code b} goes through these too, and {@code N_j} rows in place of {@code
 * n_j}: the same expectation with less variance.
 *
 * <p>Takes time in rows x all rows x width.
 */
final class MaximumMeanDiscrepancy {

  /** Those of theislab/trVAE, {@code trvae/models/_utils.py}. */
  private static final double[] REFERENCE = {
    1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6
  };

  /** For rows whose mean squared distance is 1: {@code exp(-d^2 / u)} with u from 1/8 to 1. */
  private static final double[] WHITENED = {1 / 16.0, 1 / 8.0, 1 / 4.0, 1 / 2.0};

  private final int width;
  private final double[] bandwidths;
  private final MmdEstimate estimate;
  private final RowComparison comparison;

  /** Measures in the host's memory. */
  MaximumMeanDiscrepancy(int width, MmdKernel kernel, MmdEstimate estimate) {
    this(width, kernel, estimate, new HostRowComparison());
  }

  MaximumMeanDiscrepancy(
      int width, MmdKernel kernel, MmdEstimate estimate, RowComparison comparison) {
    this.width = width;
    bandwidths = kernel == MmdKernel.REFERENCE ? REFERENCE : WHITENED;
    this.estimate = estimate;
    this.comparison = comparison;
  }

  /**
   * Measures, and adds the weighted gradient.
   *
   * @param rows {@code [n, width]}, and remembered rows behind them
   * @param domains the domain of each row
   * @param weight what the gradient is multiplied with
   * @param gradient {@code [n, width]}; receives the gradient in addition to what it holds, that of
   *     remembered rows taken to be like that of the batch's
   * @return the sum over pairs, not weighted
   */
  double measure(float[] rows, int[] domains, double weight, float[] gradient) {
    int batch = gradient.length / width;
    int[] all = counts(domains, domains.length);
    int[] counts = counts(domains, batch);
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    if (present < 2) {
      return 0;
    }
    double same = 0;
    double[] coefficients = new double[batch * domains.length];
    for (int a = 0; a < batch; a++) {
      int domain = domains[a];
      double within =
          (present - 1.0) / counts[domain] / (estimate == BIASED ? all[domain] : all[domain] - 1);
      if (estimate == BIASED) {
        same += within;
      }
      for (int b = 0; b < domains.length; b++) {
        if (a != b && counts[domains[b]] > 0) {
          coefficients[a * domains.length + b] =
              domain == domains[b] ? within : -1.0 / counts[domain] / all[domains[b]];
        }
      }
    }
    // The pair comes back as (b, a), or would, were b not remembered.
    return same + comparison.compare(rows, width, coefficients, bandwidths, 2 * weight, gradient);
  }

  private static int[] counts(int[] domains, int rows) {
    int[] counts = new int[Arrays.stream(domains).max().orElse(0) + 1];
    for (int row = 0; row < rows; row++) {
      counts[domains[row]]++;
    }
    return counts;
  }
}
