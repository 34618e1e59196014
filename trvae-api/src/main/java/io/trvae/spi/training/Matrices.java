package io.trvae.spi.training;

/** Products and sums of small matrices, row by row. */
final class Matrices {

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
}
