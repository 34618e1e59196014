package io.trvae.internal.image;

import java.awt.geom.AffineTransform;
import java.util.Arrays;

/**
 * Reads a picture that is turned, moved and resized, pixel by pixel. Not thread-safe.
 *
 * <p>Between pixels it interpolates with the same cubic convolution as {@link Resampler}. Where the
 * picture shrinks, a pixel is the average of a grid of such points, at most one source pixel apart,
 * so nothing aliases. Beyond its edges the picture is mirrored, again and again.
 */
public final class AffineSampler {

  /**
   * So many points along each side of a pixel at most, which bounds the time however much a picture
   * shrinks: the average of 4096 points changes little by more of them.
   */
  private static final int MAX_POINTS = 64;

  private final RgbPixels source;
  private final AffineTransform toSource;
  private final int points;
  private final double[] point = new double[2];
  private final int[] columns = new int[4];
  private final double[] columnWeights = new double[4];

  /**
   * Creates a sampler.
   *
   * @param source the picture
   * @param toSource from coordinates in the target to coordinates in the picture, both in pixels
   *     from their corners; resizes both axes alike
   */
  public AffineSampler(RgbPixels source, AffineTransform toSource) {
    this.source = source;
    this.toSource = toSource;
    double scale = Math.hypot(toSource.getScaleX(), toSource.getShearY());
    // Less a little: rounding is not to double the points of a picture that keeps its size.
    this.points = (int) Math.max(1, Math.min(MAX_POINTS, Math.ceil(scale - 1e-9)));
  }

  /**
   * Computes one pixel of the target.
   *
   * @param x its column, of any sign
   * @param y its row
   * @param rgb receives red, green and blue, nominally in [0, 255]; cubic convolution may overshoot
   */
  public void sample(int x, int y, float[] rgb) {
    Arrays.fill(rgb, 0);
    double step = 1.0 / points;
    float weight = 1f / (points * points);
    for (int row = 0; row < points; row++) {
      for (int column = 0; column < points; column++) {
        point[0] = x + (column + 0.5) * step;
        point[1] = y + (row + 0.5) * step;
        toSource.transform(point, 0, point, 0, 1);
        add(point[0] - 0.5, point[1] - 0.5, weight, rgb);
      }
    }
  }

  /** Adds the colour at a point, counted from the centre of the first pixel. */
  private void add(double x, double y, float weight, float[] rgb) {
    double left = Math.floor(x) - 1;
    double top = Math.floor(y) - 1;
    for (int i = 0; i < 4; i++) {
      columns[i] = mirrored((long) left + i, source.width());
      columnWeights[i] = weight * Resampler.keys(Math.abs(x - left - i));
    }
    byte[] pixels = source.rgb();
    for (int j = 0; j < 4; j++) {
      double rowWeight = Resampler.keys(Math.abs(y - top - j));
      int rowStart = mirrored((long) top + j, source.height()) * source.width();
      for (int i = 0; i < 4; i++) {
        float tap = (float) (rowWeight * columnWeights[i]);
        int from = 3 * (rowStart + columns[i]);
        rgb[0] += tap * (pixels[from] & 0xff);
        rgb[1] += tap * (pixels[from + 1] & 0xff);
        rgb[2] += tap * (pixels[from + 2] & 0xff);
      }
    }
  }

  private static int mirrored(long index, int length) {
    int folded = (int) Math.floorMod(index, 2L * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }
}
