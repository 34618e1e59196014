package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WinogradTest {

  private static final int KERNEL = 3;
  private static final int IN = 2;
  private static final int OUT = 3;

  private final Random random = new Random(7);

  /** One tile of two channels, summed up with three kernels as the definition says. */
  @ParameterizedTest
  @EnumSource
  void aTileIsWhatTheConvolutionGives(Winograd winograd) {
    int side = winograd.points();
    float[][][] image = new float[IN][side][side];
    float[] weight = new float[OUT * IN * KERNEL * KERNEL];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    for (float[][] channel : image) {
      for (float[] line : channel) {
        for (int x = 0; x < side; x++) {
          line[x] = (float) random.nextGaussian();
        }
      }
    }

    float[] kernels = winograd.kernels(weight, OUT, IN);
    float[][][] products = new float[side][side][OUT];
    for (int in = 0; in < IN; in++) {
      float[][] points = points(winograd, image[in]);
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          for (int out = 0; out < OUT; out++) {
            products[y][x][out] += points[y][x] * kernels[((y * side + x) * OUT + out) * IN + in];
          }
        }
      }
    }

    for (int out = 0; out < OUT; out++) {
      float[][] tile = outputs(winograd, products, out);
      for (int y = 0; y < winograd.outputs(); y++) {
        for (int x = 0; x < winograd.outputs(); x++) {
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
  private static float[][] points(Winograd winograd, float[][] channel) {
    int side = winograd.points();
    float[][] columns = new float[side][side];
    winograd.inputPoints(transposed(channel), side, columns);
    float[][] points = new float[side][side];
    winograd.inputPoints(transposed(columns), side, points);
    return points;
  }

  private static float[][] outputs(Winograd winograd, float[][][] products, int out) {
    int side = winograd.points();
    int outputs = winograd.outputs();
    float[][] points = new float[side][side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        points[y][x] = products[y][x][out];
      }
    }
    float[][] lines = new float[outputs][side];
    winograd.outputs(points, side, lines);
    float[][] square = new float[side][side];
    System.arraycopy(lines, 0, square, 0, outputs);
    float[][] columns = new float[outputs][side];
    winograd.outputs(transposed(square), side, columns);
    float[][] tile = new float[outputs][outputs];
    for (int y = 0; y < outputs; y++) {
      for (int x = 0; x < outputs; x++) {
        tile[y][x] = columns[x][y];
      }
    }
    return tile;
  }

  private static float[][] transposed(float[][] square) {
    float[][] result = new float[square.length][square.length];
    for (int y = 0; y < square.length; y++) {
      for (int x = 0; x < square.length; x++) {
        result[x][y] = square[y][x];
      }
    }
    return result;
  }
}
