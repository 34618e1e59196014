package io.trvae.dl4j.internal.plan;

/**
 * Winograd's minimal filtering of square tiles of outputs with kernels of 3 x 3: F(m x m, 3 x 3) of
 * Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016 (arXiv:1509.09308),
 * sections 4.1 and 4.3.
 *
 * <p>One axis at a time, inputs become as many points, of which outputs are made after the points
 * have been multiplied with those of the kernel.
 *
 * <p>Every loop has one result and arrays of its own for all that it reads, at one index: so the
 * compiler can prove that iterations don't depend on each other, and makes vector code of them.
 */
enum Winograd {
  /** Tiles of 2 x 2 outputs: 16 multiplications where the sums over kernels take 36. */
  F2X2(
      new double[][] {
        {1, 0, 0}, {1 / 2.0, 1 / 2.0, 1 / 2.0}, {1 / 2.0, -1 / 2.0, 1 / 2.0}, {0, 0, 1}
      }) {
    @Override
    void inputPoints(float[][] inputs, int lanes, float[][] points) {
      sum(inputs[0], inputs[2], -1, lanes, points[0]);
      sum(inputs[1], inputs[2], 1, lanes, points[1]);
      sum(inputs[2], inputs[1], -1, lanes, points[2]);
      sum(inputs[1], inputs[3], -1, lanes, points[3]);
    }

    @Override
    void outputs(float[][] points, int lanes, float[][] outputs) {
      sum(points[0], points[1], points[2], 1, lanes, outputs[0]);
      sum(points[1], points[2], points[3], -1, lanes, outputs[1]);
    }
  },

  /** Tiles of 4 x 4 outputs: 36 multiplications where the sums over kernels take 144. */
  F4X4(
      new double[][] {
        {1 / 4.0, 0, 0},
        {-1 / 6.0, -1 / 6.0, -1 / 6.0},
        {-1 / 6.0, 1 / 6.0, -1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1}
      }) {
    @Override
    void inputPoints(float[][] inputs, int lanes, float[][] points) {
      float[] in1 = inputs[1];
      float[] in2 = inputs[2];
      float[] in3 = inputs[3];
      float[] in4 = inputs[4];
      ends(inputs[0], in2, in4, lanes, points[0]);
      pair(in4, in3, 1, in2, in1, -4, lanes, points[1]);
      pair(in4, in3, -1, in2, in1, -4, lanes, points[2]);
      pair(in4, in3, 2, in2, in1, -1, lanes, points[3]);
      pair(in4, in3, -2, in2, in1, -1, lanes, points[4]);
      ends(in1, in3, inputs[5], lanes, points[5]);
    }

    @Override
    void outputs(float[][] points, int lanes, float[][] outputs) {
      float[] p1 = points[1];
      float[] p2 = points[2];
      float[] p3 = points[3];
      float[] p4 = points[4];
      edge(p1, p2, 1, p3, p4, 1, points[0], lanes, outputs[0]);
      pair(p1, p2, -1, p3, p4, 2, lanes, outputs[1]);
      pair(p1, p2, 1, p3, p4, 4, lanes, outputs[2]);
      edge(p1, p2, -1, p3, p4, 8, points[5], lanes, outputs[3]);
    }
  };

  private static final int KERNEL = 3;

  /** The kernel's points: the matrix G of the paper. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final double[][] kernelPoints;

  Winograd(double[][] kernelPoints) {
    this.kernelPoints = kernelPoints;
  }

  /** Points along an axis, and the inputs of a tile. */
  int points() {
    return kernelPoints.length;
  }

  /** Points of a tile. */
  int allPoints() {
    return points() * points();
  }

  /** Outputs of a tile along an axis. */
  int outputs() {
    return points() - KERNEL + 1;
  }

  /**
   * Transforms kernels.
   *
   * @param weight {@code [out][in][3][3]}
   * @return {@code [points][points][out][in]}
   */
  float[] kernels(float[] weight, int out, int in) {
    float[] points = new float[allPoints() * out * in];
    for (int kernel = 0; kernel < out * in; kernel++) {
      for (int point = 0; point < allPoints(); point++) {
        points[point * out * in + kernel] =
            (float) point(weight, kernel, point / points(), point % points());
      }
    }
    return points;
  }

  private double point(float[] weight, int kernel, int y, int x) {
    double sum = 0;
    for (int row = 0; row < KERNEL; row++) {
      for (int column = 0; column < KERNEL; column++) {
        sum +=
            kernelPoints[y][row]
                * kernelPoints[x][column]
                * weight[(kernel * KERNEL + row) * KERNEL + column];
      }
    }
    return sum;
  }

  /** Makes points of inputs, in all lanes: multiplies with the transposed matrix B of the paper. */
  abstract void inputPoints(float[][] inputs, int lanes, float[][] points);

  /** Makes outputs of points, in all lanes: multiplies with the transposed matrix A. */
  abstract void outputs(float[][] points, int lanes, float[][] outputs);

  /** Adds biases and applies a leaky rectifier in all lanes; a slope of 1 leaves values alone. */
  static void rectify(float[] values, float[] bias, float slope, int lanes) {
    for (int i = 0; i < lanes; i++) {
      float value = values[i] + bias[i];
      values[i] = Math.max(value, slope * value);
    }
  }

  private static void sum(float[] a, float[] b, float q, int lanes, float[] result) {
    for (int i = 0; i < lanes; i++) {
      result[i] = a[i] + q * b[i];
    }
  }

  private static void sum(float[] a, float[] b, float[] c, float q, int lanes, float[] result) {
    for (int i = 0; i < lanes; i++) {
      result[i] = a[i] + q * b[i] + q * c[i];
    }
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
