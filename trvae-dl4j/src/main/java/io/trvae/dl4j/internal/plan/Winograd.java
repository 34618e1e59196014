package io.trvae.dl4j.internal.plan;

/**
 * Winograd's minimal filtering of tiles of 4 x 4 outputs with kernels of 3 x 3: F(4x4, 3x3) of
 * Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016 (arXiv:1509.09308),
 * section 4.3.
 *
 * <p>A tile takes 36 multiplications where the sum over its kernel takes 144. One axis at a time, 6
 * inputs become 6 points, of which 4 outputs are made after the points have been multiplied with
 * those of the kernel.
 *
 * <p>Every loop has one result and arrays of its own for all that it reads, at one index: so the
 * compiler can prove that iterations don't depend on each other, and makes vector code of them.
 */
final class Winograd {

  /** Outputs of a tile along an axis. */
  static final int OUTPUTS = 4;

  /** Inputs that they depend on, and points that these become. */
  static final int POINTS = 6;

  private static final int KERNEL = 3;

  /** The kernel's points: the matrix G of the paper. */
  private static final double[][] KERNEL_POINTS = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1}
  };

  private Winograd() {}

  /**
   * Transforms kernels.
   *
   * @param weight {@code [out][in][3][3]}
   * @return {@code [6][6][in][out]}
   */
  static float[] kernels(float[] weight, int out, int in) {
    float[] points = new float[POINTS * POINTS * in * out];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        int kernel = (o * in + i) * KERNEL * KERNEL;
        for (int y = 0; y < POINTS; y++) {
          for (int x = 0; x < POINTS; x++) {
            points[((y * POINTS + x) * in + i) * out + o] = (float) point(weight, kernel, y, x);
          }
        }
      }
    }
    return points;
  }

  private static double point(float[] weight, int kernel, int y, int x) {
    double sum = 0;
    for (int row = 0; row < KERNEL; row++) {
      for (int column = 0; column < KERNEL; column++) {
        sum +=
            KERNEL_POINTS[y][row]
                * KERNEL_POINTS[x][column]
                * weight[kernel + row * KERNEL + column];
      }
    }
    return sum;
  }

  /** Makes points of inputs, in all lanes: multiplies with the transposed matrix B of the paper. */
  static void inputPoints(float[][] inputs, int lanes, float[][] points) {
    float[] in0 = inputs[0];
    float[] in1 = inputs[1];
    float[] in2 = inputs[2];
    float[] in3 = inputs[3];
    float[] in4 = inputs[4];
    float[] in5 = inputs[5];
    ends(in0, in2, in4, lanes, points[0]);
    pair(in4, in3, 1, in2, in1, -4, lanes, points[1]);
    pair(in4, in3, -1, in2, in1, -4, lanes, points[2]);
    pair(in4, in3, 2, in2, in1, -1, lanes, points[3]);
    pair(in4, in3, -2, in2, in1, -1, lanes, points[4]);
    ends(in1, in3, in5, lanes, points[5]);
  }

  /** Adds biases and applies a leaky rectifier in all lanes; a slope of 1 leaves values alone. */
  static void rectify(float[] values, float[] bias, float slope, int lanes) {
    for (int i = 0; i < lanes; i++) {
      float value = values[i] + bias[i];
      values[i] = Math.max(value, slope * value);
    }
  }

  /** Makes outputs of points, in all lanes: multiplies with the transposed matrix A. */
  static void outputs(float[][] points, int lanes, float[][] outputs) {
    float[] p1 = points[1];
    float[] p2 = points[2];
    float[] p3 = points[3];
    float[] p4 = points[4];
    edge(p1, p2, 1, p3, p4, 1, points[0], lanes, outputs[0]);
    pair(p1, p2, -1, p3, p4, 2, lanes, outputs[1]);
    pair(p1, p2, 1, p3, p4, 4, lanes, outputs[2]);
    edge(p1, p2, -1, p3, p4, 8, points[5], lanes, outputs[3]);
  }

  private static void ends(float[] a, float[] b, float[] c, int lanes, float[] result) {
    for (int i = 0; i < lanes; i++) {
      result[i] = 4 * a[i] - 5 * b[i] + c[i];
    }
  }

  private static void pair(
      float[] a, float[] b, float p, float[] c, float[] d, float q, int lanes, float[] result) {
    for (int i = 0; i < lanes; i++) {
      result[i] = a[i] + p * b[i] + q * (c[i] + p * d[i]);
    }
  }

  private static void edge(
      float[] a,
      float[] b,
      float p,
      float[] c,
      float[] d,
      float q,
      float[] last,
      int lanes,
      float[] result) {
    for (int i = 0; i < lanes; i++) {
      result[i] = a[i] + p * b[i] + q * (c[i] + p * d[i]) + last[i];
    }
  }
}
