package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatricesTest {

  /** Whatever is orthogonal and a little away from the nearest one is further from the matrix. */
  @ParameterizedTest
  @CsvSource({"5, 3", "4, 4", "3, 5"})
  void nearestOrthogonalIsTheNearest(int rows, int columns) {
    Random random = new Random(1);
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }

    double[][] nearest = Matrices.nearestOrthogonal(matrix);

    boolean tall = rows >= columns;
    double[][] products =
        tall
            ? Matrices.product(Matrices.transposed(nearest), nearest)
            : Matrices.product(nearest, Matrices.transposed(nearest));
    for (int i = 0; i < products.length; i++) {
      for (int j = 0; j < products.length; j++) {
        assertThat(products[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
    for (double angle : new double[] {-0.1, 0.1}) {
      double[][] turned = Matrices.product(rotation(rows, angle), nearest);
      assertThat(distance(turned, matrix)).isGreaterThan(distance(nearest, matrix));
    }
  }

  private static double[][] rotation(int size, double angle) {
    double[][] rotation = new double[size][size];
    for (int i = 0; i < size; i++) {
      rotation[i][i] = i < 2 ? Math.cos(angle) : 1;
    }
    rotation[0][1] = -Math.sin(angle);
    rotation[1][0] = Math.sin(angle);
    return rotation;
  }

  private static double distance(double[][] a, double[][] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        sum += Math.pow(a[i][j] - b[i][j], 2);
      }
    }
    return sum;
  }
}
