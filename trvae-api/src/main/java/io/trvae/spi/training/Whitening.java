package io.trvae.spi.training;

/**
 * The linear map after which the Euclidean distance of rows is their Mahalanobis distance, scaled
 * so that its mean square is 1.
 *
 * <p>With {@code C} the covariance of given rows, divided by their mean variance, and {@code s} 1,
 * it is the inverse {@code M} of the Cholesky factor of {@code C + s I}, times a number. Adding
 * {@code s} keeps directions out in which the rows hardly vary, or only because they are few.
 */
final class Whitening {

  private static final double SHRINKAGE = 1;
  private static final double TINY = 1e-12;

  /** {@code [width, width]}, lower triangular. */
  private final float[][] map;

  private Whitening(float[][] map) {
    this.map = map;
  }

  /**
   * Computes the map.
   *
   * @param rows {@code [n, width]}, at least one row
   */
  static Whitening of(float[] rows, int width) {
    float[] centred = centred(rows, width);
    double variance = Math.max(square(centred) / centred.length, TINY);
    double[][] covariance = covariance(centred, width, variance);
    for (int i = 0; i < width; i++) {
      covariance[i][i] += SHRINKAGE;
    }
    double[][] inverse = inverseOfLower(Matrices.cholesky(covariance));
    double square = 0;
    for (double[] row : inverse) {
      for (double value : row) {
        square += value * value;
      }
    }
    // The mean square of a row is the trace of M C M' = I - s M M', that of a distance twice that.
    double distance = 2 * Math.max(width - SHRINKAGE * square, TINY);
    double scale = 1 / Math.sqrt(distance * variance);
    float[][] map = new float[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        map[i][j] = (float) (scale * inverse[i][j]);
      }
    }
    return new Whitening(map);
  }

  /** Returns the covariance of rows whose mean is 0, divided by a variance; its lower half. */
  private static double[][] covariance(float[] rows, int width, double variance) {
    double[][] sums = new double[width][width];
    int count = rows.length / width;
    double factor = 1 / (count * variance);
    for (int start = 0; start < rows.length; start += width) {
      for (int i = 0; i < width; i++) {
        double value = factor * rows[start + i];
        double[] sum = sums[i];
        for (int j = 0; j <= i; j++) {
          sum[j] += value * rows[start + j];
        }
      }
    }
    return sums;
  }

  private static float[] centred(float[] rows, int width) {
    double[] mean = new double[width];
    int count = rows.length / width;
    for (int i = 0; i < rows.length; i++) {
      mean[i % width] += rows[i] / (double) count;
    }
    float[] centred = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      centred[i] = (float) (rows[i] - mean[i % width]);
    }
    return centred;
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Maps rows. */
  float[] apply(float[] rows) {
    int width = map.length;
    float[] mapped = new float[rows.length];
    for (int start = 0; start < rows.length; start += width) {
      for (int i = 0; i < width; i++) {
        float sum = 0;
        for (int j = 0; j <= i; j++) {
          sum += map[i][j] * rows[start + j];
        }
        mapped[start + i] = sum;
      }
    }
    return mapped;
  }

  /** Turns the gradient with regard to mapped rows into that with regard to the rows. */
  float[] pullBack(float[] gradient) {
    int width = map.length;
    float[] pulled = new float[gradient.length];
    for (int start = 0; start < gradient.length; start += width) {
      for (int i = 0; i < width; i++) {
        float slope = gradient[start + i];
        for (int j = 0; j <= i; j++) {
          pulled[start + j] += map[i][j] * slope;
        }
      }
    }
    return pulled;
  }

  /**
   * Removes from a gradient what would move all rows away from their mean, or towards it. The
   * covariance follows the rows' scale with a delay, so that they could flee from a discrepancy by
   * growing for ever.
   *
   * @param gradient {@code [n, width]}
   * @param rows mapped rows, {@code [n, width]}
   */
  static void removeGrowth(float[] gradient, float[] rows, int width) {
    float[] centred = centred(rows, width);
    double growth = 0;
    for (int i = 0; i < rows.length; i++) {
      growth += (double) gradient[i] * centred[i];
    }
    double factor = growth / Math.max(square(centred), TINY);
    for (int i = 0; i < rows.length; i++) {
      gradient[i] = (float) (gradient[i] - factor * centred[i]);
    }
  }

  private static double[][] inverseOfLower(double[][] lower) {
    int n = lower.length;
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] row = inverse[i];
      for (int k = 0; k < i; k++) {
        double factor = lower[i][k];
        for (int j = 0; j <= k; j++) {
          row[j] -= factor * inverse[k][j];
        }
      }
      row[i] = 1;
      for (int j = 0; j <= i; j++) {
        row[j] /= lower[i][i];
      }
    }
    return inverse;
  }
}
