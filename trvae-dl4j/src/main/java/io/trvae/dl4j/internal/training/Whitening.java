package io.trvae.dl4j.internal.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
  private final INDArray map;

  private Whitening(INDArray map) {
    this.map = map;
  }

  /**
   * Computes the map.
   *
   * @param rows {@code [n, width]}, at least one row
   */
  static Whitening of(float[] rows, int width) {
    INDArray matrix = matrix(rows, width);
    INDArray centred = matrix.subRowVector(matrix.mean(0));
    double variance = Math.max(square(centred) / centred.length(), TINY);
    double[][] covariance =
        Nd4j.gemm(centred, centred, true, false).divi(matrix.rows() * variance).toDoubleMatrix();
    for (int i = 0; i < width; i++) {
      covariance[i][i] += SHRINKAGE;
    }
    INDArray map = Nd4j.create(inverseOfLower(cholesky(covariance)));
    // The mean square of a row is the trace of M C M' = I - s M M', that of a distance twice that.
    double distance = 2 * Math.max(width - SHRINKAGE * square(map), TINY);
    return new Whitening(map.divi(Math.sqrt(distance * variance)).castTo(DataType.FLOAT));
  }

  private static double square(INDArray values) {
    return Math.pow(values.norm2Number().doubleValue(), 2);
  }

  /** Maps rows. */
  float[] apply(float[] rows) {
    return Nd4j.gemm(matrix(rows, map.rows()), map, false, true).ravel().toFloatVector();
  }

  /** Turns the gradient with regard to mapped rows into that with regard to the rows. */
  float[] pullBack(float[] gradient) {
    return Nd4j.gemm(matrix(gradient, map.rows()), map, false, false).ravel().toFloatVector();
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
    INDArray matrix = matrix(rows, width);
    INDArray centred = matrix.subRowVector(matrix.mean(0));
    INDArray slopes = matrix(gradient, width);
    double growth = slopes.mul(centred).sumNumber().doubleValue();
    slopes.subi(centred.muli(growth / Math.max(square(centred), TINY)));
    System.arraycopy(slopes.ravel().toFloatVector(), 0, gradient, 0, gradient.length);
  }

  private static INDArray matrix(float[] rows, int width) {
    return Nd4j.create(rows, new long[] {rows.length / width, width}, 'c');
  }

  /** Returns the lower triangular L with L L' = matrix. ND4J's refuses what rounding has skewed. */
  private static double[][] cholesky(double[][] matrix) {
    int n = matrix.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
      }
    }
    return lower;
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
