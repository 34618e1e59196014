package io.trvae.internal.image;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Changes the size of a picture, each axis on its own.
 *
 * <p>Shrinking averages exactly the area that an output pixel covers, so nothing aliases and the
 * mean stays. Enlarging interpolates with the cubic convolution of Keys 1981 ("Cubic convolution
 * interpolation for digital image processing", a = -1/2), pixels counted by their centres and the
 * border repeated. Both act on the sRGB values as stored, as image libraries commonly do.
 */
public final class Resampler {

  private Resampler() {}

  /**
   * Resizes.
   *
   * @param source the picture
   * @param width the new width
   * @param height the new height
   * @return the resized picture, the source itself if the size is the same
   * @throws IllegalArgumentException if a size is not positive or the picture would be too large
   */
  public static RgbPixels resize(RgbPixels source, int width, int height) {
    int size = RgbPixels.size(width, height);
    if (width == source.width() && height == source.height()) {
      return source;
    }
    Taps[] columns = taps(source.width(), width);
    Taps[] rows = taps(source.height(), height);
    byte[] target = new byte[size];
    Map<Integer, float[]> resizedRows = new HashMap<>();
    float[] sums = new float[3 * width];
    int released = 0;
    for (int y = 0; y < height; y++) {
      Taps taps = rows[y];
      Arrays.fill(sums, 0);
      for (int i = 0; i < taps.weights.length; i++) {
        int row = taps.start + i;
        float[] resized =
            resizedRows.computeIfAbsent(row, index -> resizeRow(source, index, columns));
        accumulate(resized, taps.weights[i], sums);
      }
      // Later rows start here or further down: what lies above is needed no more.
      for (; released < taps.start; released++) {
        resizedRows.remove(released);
      }
      round(sums, target, 3 * y * width);
    }
    return new RgbPixels(width, height, target);
  }

  private static float[] resizeRow(RgbPixels source, int row, Taps[] columns) {
    byte[] rgb = source.rgb();
    int rowStart = 3 * row * source.width();
    float[] resized = new float[3 * columns.length];
    for (int x = 0; x < columns.length; x++) {
      Taps taps = columns[x];
      int from = rowStart + 3 * taps.start;
      float red = 0;
      float green = 0;
      float blue = 0;
      for (float weight : taps.weights) {
        red += weight * (rgb[from] & 0xff);
        green += weight * (rgb[from + 1] & 0xff);
        blue += weight * (rgb[from + 2] & 0xff);
        from += 3;
      }
      resized[3 * x] = red;
      resized[3 * x + 1] = green;
      resized[3 * x + 2] = blue;
    }
    return resized;
  }

  private static void accumulate(float[] row, float weight, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private static void round(float[] values, byte[] target, int offset) {
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = Samples.toByte(values[i]);
    }
  }

  private static Taps[] taps(int from, int to) {
    Taps[] taps = new Taps[to];
    for (int i = 0; i < to; i++) {
      taps[i] = to <= from ? area(i, from, to) : cubic(i, from, to);
    }
    return taps;
  }

  /** In units of 1 / to input pixels everything is an integer, so the overlaps are exact. */
  private static Taps area(int index, int from, int to) {
    long left = (long) index * from;
    long right = left + from;
    int start = (int) (left / to);
    int end = (int) ((right + to - 1) / to);
    float[] weights = new float[end - start];
    for (int i = start; i < end; i++) {
      long overlap = Math.min(right, (i + 1L) * to) - Math.max(left, (long) i * to);
      weights[i - start] = (float) ((double) overlap / from);
    }
    return new Taps(start, weights);
  }

  private static Taps cubic(int index, int from, int to) {
    double centre = (index + 0.5) * from / to - 0.5;
    int first = (int) Math.floor(centre) - 1;
    int start = Math.max(0, first);
    int end = Math.min(from, first + 4);
    float[] weights = new float[end - start];
    for (int i = first; i < first + 4; i++) {
      int clamped = Math.max(0, Math.min(from - 1, i));
      weights[clamped - start] += (float) keys(Math.abs(centre - i));
    }
    return new Taps(start, weights);
  }

  /** The kernel of the cubic convolution at a distance from its centre, not negative. */
  static double keys(double x) {
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  /** The input pixels that one output pixel is made of: consecutive ones, from {@code start}. */
  private static final class Taps {
    final int start;
    final float[] weights;

    Taps(int start, float[] weights) {
      this.start = start;
      this.weights = weights;
    }
  }
}
