package io.trvae.spi.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (Golub and Van Loan
 * 2013, "Matrix Computations", section 8.5).
 *
 * @param values the eigenvalues, largest first
 * @param vectors {@code vectors[i]} is the eigenvector of {@code values[i]}, of length 1
 */
record SymmetricEigen(double[] values, double[][] vectors) {

  private static final int MAX_SWEEPS = 50;
  private static final double TINY = 1e-12;

  /**
   * Decomposes a matrix.
   *
   * @param matrix symmetric; stays as it is
   */
  static SymmetricEigen of(double[][] matrix) {
    int size = matrix.length;
    double[][] rotated = new double[size][];
    double[][] vectors = new double[size][size];
    for (int i = 0; i < size; i++) {
      rotated[i] = matrix[i].clone();
      vectors[i][i] = 1;
    }
    double limit = TINY * TINY * squares(rotated, true);
    for (int sweep = 0; sweep < MAX_SWEEPS && squares(rotated, false) > limit; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(rotated, vectors, p, q);
        }
      }
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -rotated[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new SymmetricEigen(
        Arrays.stream(order).mapToDouble(i -> rotated[i][i]).toArray(),
        Arrays.stream(order).mapToObj(i -> vectors[i]).toArray(double[][]::new));
  }

  private static double squares(double[][] matrix, boolean diagonal) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        if (diagonal || i != j) {
          sum += matrix[i][j] * matrix[i][j];
        }
      }
    }
    return sum;
  }

  /** Makes the element at (p, q) zero. */
  private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
    double off = matrix[p][q];
    if (off == 0) {
      return;
    }
    double theta = (matrix[q][q] - matrix[p][p]) / (2 * off);
    double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
    double cosine = 1 / Math.hypot(1, tangent);
    double sine = tangent * cosine;
    for (double[] row : matrix) {
      double atP = row[p];
      row[p] = cosine * atP - sine * row[q];
      row[q] = sine * atP + cosine * row[q];
    }
    turn(matrix[p], matrix[q], cosine, sine);
    turn(vectors[p], vectors[q], cosine, sine);
  }

  private static void turn(double[] first, double[] second, double cosine, double sine) {
    for (int i = 0; i < first.length; i++) {
      double one = first[i];
      double other = second[i];
      first[i] = cosine * one - sine * other;
      second[i] = sine * one + cosine * other;
    }
  }

  /** Returns the matrix that has the same eigenvectors, and a function of the eigenvalues. */
  double[][] map(DoubleUnaryOperator function) {
    double[][] result = new double[values.length][values.length];
    for (int k = 0; k < values.length; k++) {
      double value = function.applyAsDouble(values[k]);
      double[] vector = vectors[k];
      for (int i = 0; i < vector.length; i++) {
        double factor = value * vector[i];
        for (int j = 0; j < vector.length; j++) {
          result[i][j] += factor * vector[j];
        }
      }
    }
    return result;
  }
}
