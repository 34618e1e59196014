package io.trvae.dl4j.internal.onednn;

import io.trvae.network.Layer;
import java.util.Arrays;

/**
 * Nearest 2x upsampling and the convolution after it as one transposed convolution of stride 2.
 *
 * <p>Several taps of the convolution fall on the same pixel of the small image. Summed, they are a
 * kernel with one row and column more: {@code t[i] = w[k - 1 - i] + w[k - i]} along each axis, taps
 * outside the kernel being 0. For k = 3 that is 16 multiplications for each small pixel in place of
 * 36, with the same result.
 */
public final class UpsampledKernel {

  private UpsampledKernel() {}

  /** Tells whether a convolution keeps the size of its image, which this needs. */
  public static boolean fits(Layer.Conv2d layer) {
    return layer.stride() == 1 && layer.padBefore() + layer.padAfter() == layer.kernel() - 1;
  }

  /**
   * Sums the taps.
   *
   * @param narrow {@code [planes, kernel, kernel]}
   * @param kernel the convolution's height and width
   * @param wide receives {@code [planes, kernel + 1, kernel + 1]}
   */
  public static void widen(float[] narrow, int kernel, float[] wide) {
    Arrays.fill(wide, 0);
    int wideKernel = kernel + 1;
    int planes = narrow.length / (kernel * kernel);
    int from = 0;
    for (int plane = 0; plane < planes; plane++) {
      int last = plane * wideKernel * wideKernel + (kernel - 1) * wideKernel + kernel - 1;
      for (int row = 0; row < kernel; row++) {
        for (int column = 0; column < kernel; column++) {
          float tap = narrow[from++];
          int at = last - row * wideKernel - column;
          wide[at] += tap;
          wide[at + 1] += tap;
          wide[at + wideKernel] += tap;
          wide[at + wideKernel + 1] += tap;
        }
      }
    }
  }
}
