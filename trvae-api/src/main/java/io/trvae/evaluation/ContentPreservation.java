package io.trvae.evaluation;

/**
 * What transferred images keep of their inputs: the coarse distribution of light, and the colour in
 * the middle of the face. Both are correlations, so a domain that is brighter, flatter or more
 * colourful as a whole costs nothing.
 *
 * <p>The definitions are this library's own; luminance and chroma are those of {@link ImageBatch}.
 *
 * @since 0.1.0
 */
public final class ContentPreservation {

  private static final int GRID = 8;

  private ContentPreservation() {}

  /**
   * Correlates the light of each input with that of its output.
   *
   * <p>The luminance of an image is averaged in a grid of 8 x 8 boxes; box i of a side covers the
   * pixels from {@code i * size / 8} to {@code (i + 1) * size / 8}, rounded down, the latter
   * excluded. The value of an image is Pearson's correlation of the 64 averages of its input with
   * those of its output, 0 if either has none but equal ones.
   *
   * @param inputs the images before the transfer, of at least 8 x 8 pixels
   * @param outputs the images after it, in the same order
   * @return the mean over images, in [-1, 1]; 1 means that everything is kept
   * @throws IllegalArgumentException if numbers or sizes differ, or the images are too small
   */
  public static Estimate luminance(ImageBatch inputs, ImageBatch outputs) {
    inputs.checkSameShape(outputs);
    if (inputs.size() < GRID) {
      throw new IllegalArgumentException(
          "An " + GRID + " x " + GRID + " grid needs larger images than " + inputs);
    }
    double[] correlations = new double[inputs.count()];
    for (int image = 0; image < correlations.length; image++) {
      double[][] input = {boxes(inputs, image)};
      double[][] output = {boxes(outputs, image)};
      correlations[image] = Correlation.of(input, output, -1);
    }
    return Estimate.meanOf(correlations);
  }

  private static double[] boxes(ImageBatch images, int image) {
    int size = images.size();
    double[] luminance = images.luminance(image);
    double[] boxes = new double[GRID * GRID];
    for (int row = 0; row < GRID; row++) {
      for (int column = 0; column < GRID; column++) {
        boxes[row * GRID + column] =
            mean(
                luminance,
                size,
                row * size / GRID,
                (row + 1) * size / GRID,
                column * size / GRID,
                (column + 1) * size / GRID);
      }
    }
    return boxes;
  }

  private static double mean(double[] plane, int size, int top, int bottom, int left, int right) {
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += plane[y * size + x];
      }
    }
    return sum / ((bottom - top) * (right - left));
  }

  /**
   * Correlates the colours of the inputs with those of the outputs, over the images.
   *
   * <p>The colour c of an image is the pair of its mean Cb and mean Cr in the central third: rows
   * and columns from {@code size / 3}, rounded down, to {@code size} minus that, excluded. With c
   * the colours of the inputs and d those of the outputs the value is
   *
   * <pre>
   * sum((c_i - mean(c)) . (d_i - mean(d))) / sqrt(sum |c_i - mean(c)|^2 * sum |d_i - mean(d)|^2)
   * </pre>
   *
   * <p>that is, Pearson's correlation of both components together, each taken from its own mean. It
   * is 0 if all inputs, or all outputs, have the same colour. The error is the jackknife's.
   *
   * @param inputs the images before the transfer, at least 2
   * @param outputs the images after it, in the same order
   * @return the correlation, in [-1, 1]; 1 means that everything is kept
   * @throws IllegalArgumentException if numbers or sizes differ, or there are too few images
   */
  public static Estimate chroma(ImageBatch inputs, ImageBatch outputs) {
    inputs.checkSameShape(outputs);
    int count = inputs.count();
    if (count < 2) {
      throw new IllegalArgumentException("A correlation over images needs at least 2, got 1");
    }
    double[][] before = centralColours(inputs);
    double[][] after = centralColours(outputs);
    double[] leftOut = new double[count];
    for (int image = 0; image < count; image++) {
      leftOut[image] = Correlation.of(before, after, image);
    }
    double correlation = Correlation.of(before, after, -1);
    // Without one of two images there is no correlation to compare with.
    return count == 2
        ? new Estimate(correlation, Double.NaN)
        : Estimate.jackknife(correlation, leftOut);
  }

  /** The mean Cb of each image, and the mean Cr. */
  private static double[][] centralColours(ImageBatch images) {
    int size = images.size();
    int plane = size * size;
    int from = size / 3;
    int to = size - from;
    int pixels = (to - from) * (to - from);
    double[][] colours = new double[2][images.count()];
    for (int image = 0; image < images.count(); image++) {
      double red = 0;
      double green = 0;
      double blue = 0;
      for (int y = from; y < to; y++) {
        for (int x = from; x < to; x++) {
          int index = image * images.length() + y * size + x;
          red += images.value(index);
          green += images.value(index + plane);
          blue += images.value(index + 2 * plane);
        }
      }
      double luminance = ImageBatch.luminance(red, green, blue);
      colours[0][image] = (blue - luminance) / 1.772 / pixels;
      colours[1][image] = (red - luminance) / 1.402 / pixels;
    }
    return colours;
  }
}
