package io.trvae.spi.training;

/** Products, sums and factors of small matrices, row by row. */
final class Matrices {

  private static final double TINY = 1e-12;

  private Matrices() {}

  /** Returns {@code a b}. */
  static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        double factor = a[i][k];
        double[] row = b[k];
        for (int j = 0; j < row.length; j++) {
          product[i][j] += factor * row[j];
        }
      }
    }
    return product;
  }

  static double[][] transposed(double[][] a) {
    double[][] transposed = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        transposed[j][i] = a[i][j];
      }
    }
    return transposed;
  }

  /** Returns {@code a b a'}. */
  static double[][] congruent(double[][] a, double[][] b) {
    return product(product(a, b), transposed(a));
  }

  /**
   * Returns the nearest matrix with orthonormal columns, or rows where there are fewer of these:
   * {@code a (a' a)^-1/2} (Higham 1986, doi 10.1137/0907079).
   */
  static double[][] nearestOrthogonal(double[][] a) {
    if (a.length < a[0].length) {
      return transposed(nearestOrthogonal(transposed(a)));
    }
    SymmetricEigen squares = SymmetricEigen.of(product(transposed(a), a));
    return product(a, squares.map(value -> 1 / Math.sqrt(value)));
  }

  /** Adds {@code factor * addend} to a sum. */
  static void add(double[][] sum, double factor, double[][] addend) {
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum[0].length; j++) {
        sum[i][j] += factor * addend[i][j];
      }
    }
  }

  static double trace(double[][] a) {
    double trace = 0;
    for (int i = 0; i < a.length; i++) {
      trace += a[i][i];
    }
    return trace;
  }

  /**
   * Returns the lower triangular L with L L' = matrix, of which the lower half is read. A row that
   * depends on those before has 0 on the diagonal.
   */
  static double[][] cholesky(double[][] matrix) {
    int size = matrix.length;
    double[][] lower = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        if (i != j) {
          lower[i][j] = lower[j][j] == 0 ? 0 : rest / lower[j][j];
        } else if (rest > TINY * matrix[i][i]) {
          lower[i][i] = Math.sqrt(rest);
        }
      }
    }
    return lower;
  }
}
