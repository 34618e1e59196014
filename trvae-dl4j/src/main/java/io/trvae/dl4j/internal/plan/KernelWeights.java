package io.trvae.dl4j.internal.plan;

/** Weights of convolutions and dense layers, rearranged for cheaper layers with equal results. */
final class KernelWeights {

  private KernelWeights() {}

  /**
   * Turns a convolution after a nearest 2x upsampling into a transposed convolution of stride 2.
   *
   * <p>Several taps fall on the same pixel of the small image. Summed, {@code t[i] = w[k - 1 - i] +
   * w[k - i]} along each axis: 16 multiplications for each small pixel in place of 36 for k = 3.
   *
   * @param weight {@code [planes, k, k]}
   * @param k the kernel's height and width
   * @return {@code [planes, k + 1, k + 1]}
   */
  static float[] upsampled(float[] weight, int k) {
    int wide = k + 1;
    int planes = weight.length / (k * k);
    float[] result = new float[planes * wide * wide];
    for (int plane = 0; plane < planes; plane++) {
      for (int row = 0; row < k; row++) {
        for (int column = 0; column < k; column++) {
          float tap = weight[(plane * k + row) * k + column];
          int at = (plane * wide + k - 1 - row) * wide + k - 1 - column;
          result[at] += tap;
          result[at + 1] += tap;
          result[at + wide] += tap;
          result[at + wide + 1] += tap;
        }
      }
    }
    return result;
  }

  /**
   * Turns a convolution of stride 1 into one of stride 2 that draws 2x2 pixels at once, as groups
   * of output channels: a few channels would leave a vector register almost empty.
   *
   * @param weight {@code [out, in, k, k]}
   * @return {@code [2 * 2 * out, in, k + 1, k + 1]}
   */
  static float[] blocked(float[] weight, int out, int in, int k) {
    int wide = k + 1;
    float[] result = new float[4 * out * in * wide * wide];
    for (int pixel = 0; pixel < 4; pixel++) {
      for (int plane = 0; plane < out * in; plane++) {
        for (int row = 0; row < k; row++) {
          int to = ((pixel * out * in + plane) * wide + row + pixel / 2) * wide + pixel % 2;
          System.arraycopy(weight, (plane * k + row) * k, result, to, k);
        }
      }
    }
    return result;
  }

  /**
   * Reorders rows from channel, row, column to row, column, channel.
   *
   * @param values {@code [channels * area, length]}
   * @param channels the number of channels
   * @param length of each row
   */
  static float[] channelsLast(float[] values, int channels, int length) {
    int area = values.length / (channels * length);
    float[] result = new float[values.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < area; pixel++) {
        System.arraycopy(
            values,
            (channel * area + pixel) * length,
            result,
            (pixel * channels + channel) * length,
            length);
      }
    }
    return result;
  }
}
