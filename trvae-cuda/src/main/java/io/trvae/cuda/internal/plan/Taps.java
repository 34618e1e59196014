package io.trvae.cuda.internal.plan;

import io.trvae.network.Layer;

/**
 * The taps of a convolution, or of one that follows an enlargement to 2x2 equal pixels.
 *
 * <p>After an enlargement, tap {@code i} of the pixel at place {@code p} (0 or 1) of a small pixel
 * reads the small pixel {@code floor((p + i - before) / 2)} further on. Taps that read the same are
 * summed: a kernel of 3 becomes four kernels of 2, one for each place along both axes.
 *
 * @param enlargement 1 or 2
 * @param kernel height and width of what is computed
 * @param firstOrigin the first tap's place, from that of the pixel that is computed; with an
 *     enlargement, at place 0
 * @param secondOrigin with an enlargement, at place 1
 */
record Taps(int enlargement, int kernel, int firstOrigin, int secondOrigin) {

  static Taps of(Layer.Conv2d layer, boolean enlarged) {
    int before = layer.padBefore();
    if (!enlarged) {
      return new Taps(1, layer.kernel(), -before, -before);
    }
    if (layer.stride() != 1 || before + layer.padAfter() != layer.kernel() - 1) {
      throw new UnsupportedOperationException("No plan for an enlargement before " + layer);
    }
    int first = Math.floorDiv(-before, 2);
    int second = Math.floorDiv(1 - before, 2);
    int last = layer.kernel() - 1 - before;
    int kernel = Math.max(Math.floorDiv(last, 2) - first, Math.floorDiv(last + 1, 2) - second) + 1;
    return new Taps(2, kernel, first, second);
  }

  int phases() {
    return enlargement * enlargement;
  }

  /**
   * Reorders and sums a convolution's weight.
   *
   * @param weight {@code [out, in, kernel, kernel]}
   * @param channels of an input pixel in memory
   * @param outputs rows that come out, at least those of the layer
   * @return {@code [phases, outputs, kernel, kernel, channels]} of this kernel
   */
  float[] arrange(float[] weight, Layer.Conv2d layer, int channels, int outputs) {
    float[] result = new float[phases() * outputs * kernel * kernel * channels];
    int k = layer.kernel();
    for (int phase = 0; phase < phases(); phase++) {
      for (int out = 0; out < layer.out(); out++) {
        for (int in = 0; in < layer.in(); in++) {
          for (int y = 0; y < k; y++) {
            for (int x = 0; x < k; x++) {
              int row = tap(y, phase / 2, layer.padBefore());
              int column = tap(x, phase % 2, layer.padBefore());
              int at = (((phase * outputs + out) * kernel + row) * kernel + column) * channels + in;
              result[at] += weight[((out * layer.in() + in) * k + y) * k + x];
            }
          }
        }
      }
    }
    return result;
  }

  private int tap(int tap, int place, int before) {
    return enlargement == 1
        ? tap
        : Math.floorDiv(place + tap - before, 2) - (place == 0 ? firstOrigin : secondOrigin);
  }
}
