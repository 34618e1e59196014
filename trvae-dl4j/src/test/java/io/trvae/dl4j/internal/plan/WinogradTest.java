package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WinogradTest {

  private static final int POINTS = Winograd.POINTS;
  private static final int OUTPUTS = Winograd.OUTPUTS;
  private static final int KERNEL = 3;
  private static final int IN = 2;
  private static final int OUT = 3;

  private final Random random = new Random(7);

  /** One tile of two channels, summed up with three kernels as the definition says. */
  @Test
  void aTileIsWhatTheConvolutionGives() {
    float[][][] image = new float[IN][POINTS][POINTS];
    float[] weight = new float[OUT * IN * KERNEL * KERNEL];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    for (float[][] channel : image) {
      for (float[] line : channel) {
        for (int x = 0; x < POINTS; x++) {
          line[x] = (float) random.nextGaussian();
        }
      }
    }

    float[] kernels = Winograd.kernels(weight, OUT, IN);
    float[][][] products = new float[POINTS][POINTS][OUT];
    for (int in = 0; in < IN; in++) {
      float[][] points = points(image[in]);
      for (int y = 0; y < POINTS; y++) {
        for (int x = 0; x < POINTS; x++) {
          for (int out = 0; out < OUT; out++) {
            products[y][x][out] += points[y][x] * kernels[((y * POINTS + x) * IN + in) * OUT + out];
          }
        }
      }
    }

    for (int out = 0; out < OUT; out++) {
      float[][] tile = outputs(products, out);
      for (int y = 0; y < OUTPUTS; y++) {
        for (int x = 0; x < OUTPUTS; x++) {
          assertThat((double) tile[y][x])
              .isCloseTo(convolved(image, weight, out, y, x), Offset.offset(2e-5));
        }
      }
    }
  }

  @Test
  void rectifyAddsTheBiasAndScalesWhatIsBelowZero() {
    float[] values = {1, -1, 2, 7};
    Winograd.rectify(values, new float[] {0.5f, 0.5f, -4, 0}, 0.25f, 3);
    assertThat(values).containsExactly(1.5f, -0.125f, -0.5f, 7);
  }

  /** The sum over a kernel, in double precision. */
  private static double convolved(float[][][] image, float[] weight, int out, int y, int x) {
    double sum = 0;
    for (int in = 0; in < IN; in++) {
      for (int row = 0; row < KERNEL; row++) {
        for (int column = 0; column < KERNEL; column++) {
          sum +=
              (double) image[in][y + row][x + column]
                  * weight[((out * IN + in) * KERNEL + row) * KERNEL + column];
        }
      }
    }
    return sum;
  }

  /** Transforms columns, then rows: lanes are what the transformed axis leaves. */
  private static float[][] points(float[][] channel) {
    float[][] columns = new float[POINTS][POINTS];
    Winograd.inputPoints(transposed(channel), POINTS, columns);
    float[][] points = new float[POINTS][POINTS];
    Winograd.inputPoints(transposed(columns), POINTS, points);
    return points;
  }

  private static float[][] outputs(float[][][] products, int out) {
    float[][] points = new float[POINTS][POINTS];
    for (int y = 0; y < POINTS; y++) {
      for (int x = 0; x < POINTS; x++) {
        points[y][x] = products[y][x][out];
      }
    }
    float[][] lines = new float[OUTPUTS][POINTS];
    Winograd.outputs(points, POINTS, lines);
    float[][] square = new float[POINTS][POINTS];
    System.arraycopy(lines, 0, square, 0, OUTPUTS);
    float[][] columns = new float[OUTPUTS][POINTS];
    Winograd.outputs(transposed(square), POINTS, columns);
    float[][] tile = new float[OUTPUTS][OUTPUTS];
    for (int y = 0; y < OUTPUTS; y++) {
      for (int x = 0; x < OUTPUTS; x++) {
        tile[y][x] = columns[x][y];
      }
    }
    return tile;
  }

  private static float[][] transposed(float[][] square) {
    float[][] result = new float[POINTS][POINTS];
    for (int y = 0; y < POINTS; y++) {
      for (int x = 0; x < POINTS; x++) {
        result[x][y] = square[y][x];
      }
    }
    return result;
  }
}
