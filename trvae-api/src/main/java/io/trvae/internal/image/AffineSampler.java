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

  /** How many source pixels around a point its colour may come from, in each direction. */
  public static final int REACH = 2;

  private final byte[] pixels;
  private final int width;
  private final int height;

  /** A matrix of two rows and three columns, column by column. */
  private final double[] toSource = new double[6];

  private final int points;
  private final double step;
  private final float weight;

  /** The 4 x 4 pixels that the last point took its colour from: most often the next one's too. */
  private final float[] window = new float[3 * 4 * 4];

  private double windowLeft = Double.NaN;
  private double windowTop = Double.NaN;

  /**
   * Creates a sampler.
   *
   * @param source the picture
   * @param toSource from coordinates in the target to coordinates in the picture, both in pixels
   *     from their corners; resizes both axes alike
   */
  public AffineSampler(RgbPixels source, AffineTransform toSource) {
    this.pixels = source.rgb();
    this.width = source.width();
    this.height = source.height();
    toSource.getMatrix(this.toSource);
    double scale = Math.hypot(toSource.getScaleX(), toSource.getShearY());
    // Less a little: rounding is not to double the points of a picture that keeps its size.
    this.points = (int) Math.max(1, Math.min(MAX_POINTS, Math.ceil(scale - 1e-9)));
    this.step = 1.0 / points;
    this.weight = 1f / (points * points);
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
    for (int row = 0; row < points; row++) {
      double v = y + (row + 0.5) * step;
      for (int column = 0; column < points; column++) {
        double u = x + (column + 0.5) * step;
        add(
            toSource[0] * u + toSource[2] * v + toSource[4] - 0.5,
            toSource[1] * u + toSource[3] * v + toSource[5] - 0.5,
            rgb);
      }
    }
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] *= weight;
    }
  }

  /** Adds the colour at a point, counted from the centre of the first pixel. */
  private void add(double x, double y, float[] rgb) {
    double left = Math.floor(x);
    double top = Math.floor(y);
    if (left != windowLeft || top != windowTop) {
      load(left, top);
    }
    double right = x - left;
    double down = y - top;
    float first = (float) Resampler.keys(right + 1);
    float second = (float) Resampler.keys(right);
    float third = (float) Resampler.keys(1 - right);
    float fourth = (float) Resampler.keys(2 - right);
    float red = 0;
    float green = 0;
    float blue = 0;
    float[] w = window;
    for (int j = 0, i = 0; j < 4; j++, i += 12) {
      float row = (float) Resampler.keys(Math.abs(down + 1 - j));
      red += row * (first * w[i] + second * w[i + 3] + third * w[i + 6] + fourth * w[i + 9]);
      green += row * (first * w[i + 1] + second * w[i + 4] + third * w[i + 7] + fourth * w[i + 10]);
      blue += row * (first * w[i + 2] + second * w[i + 5] + third * w[i + 8] + fourth * w[i + 11]);
    }
    rgb[0] += red;
    rgb[1] += green;
    rgb[2] += blue;
  }

  /** Takes the pixels around those points that lie right of and below the centre of one pixel. */
  private void load(double left, double top) {
    windowLeft = left;
    windowTop = top;
    for (int j = 0, to = 0; j < 4; j++) {
      int row = width * mirrored((long) top - 1 + j, height);
      for (int i = 0; i < 4; i++) {
        int from = 3 * (row + mirrored((long) left - 1 + i, width));
        window[to++] = pixels[from] & 0xff;
        window[to++] = pixels[from + 1] & 0xff;
        window[to++] = pixels[from + 2] & 0xff;
      }
    }
  }

  private static int mirrored(long index, int length) {
    if (index >= 0 && index < length) {
      return (int) index;
    }
    int folded = (int) Math.floorMod(index, 2L * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }
}
