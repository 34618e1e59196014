package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {

  /** The product of a random matrix and its transpose, without its last dimensions. */
  private static double[][] matrix(int size, int rank) {
    Random random = new Random(size);
    double[][] factor = new double[size][rank];
    for (double[] row : factor) {
      for (int i = 0; i < rank; i++) {
        row[i] = Math.pow(2, -i) * random.nextGaussian();
      }
    }
    return Matrices.product(factor, Matrices.transposed(factor));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17})
  void vectorsTimesValuesAreTheMatrix(int size) {
    double[][] matrix = matrix(size, size);
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    assertNear(eigen.map(value -> value), matrix);
    assertThat(eigen.values()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    double[][] one = Matrices.product(eigen.vectors(), Matrices.transposed(eigen.vectors()));
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        assertThat(one[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void ofTwoByTwo() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}});
    assertThat(eigen.values()).containsExactly(new double[] {3, 1}, within(1e-12));
    double[] first = eigen.vectors()[0];
    assertThat(first[0]).isCloseTo(first[1], within(1e-12));
  }

  @Test
  void theRootOfAMatrixWithoutFullRankSquaresToIt() {
    double[][] matrix = matrix(12, 5);
    double[][] root = SymmetricEigen.of(matrix).map(value -> Math.sqrt(Math.max(value, 0)));
    assertNear(Matrices.product(root, root), matrix);
  }

  private static void assertNear(double[][] actual, double[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], within(1e-10));
    }
  }
}
