package io.trvae.dl4j.internal.plan;

/** Weights of convolutions and dense layers, rearranged for cheaper layers with equal results. */
final class KernelWeights {

  private KernelWeights() {}

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
