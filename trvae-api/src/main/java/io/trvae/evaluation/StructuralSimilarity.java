package io.trvae.evaluation;

/**
 * The structural similarity index, SSIM (Wang, Bovik, Sheikh and Simoncelli 2004, "Image quality
 * assessment: from error visibility to structural similarity").
 *
 * @since 0.1.0
 */
public final class StructuralSimilarity {

  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  private StructuralSimilarity() {}

  /**
   * Compares {@linkplain ImageBatch the luminance} of images in [0, 1].
   *
   * <p>With means m, variances v and covariance c, weighted by a Gaussian window of 11 x 11 pixels
   * and deviation 1.5 that sums to 1,
   *
   * <pre>
   * SSIM = (2 m_x m_y + C1) (2 c_xy + C2) / ((m_x^2 + m_y^2 + C1) (v_x + v_y + C2))
   * </pre>
   *
   * <p>with C1 = 0.01^2 and C2 = 0.03^2 (equations 13 to 16, for the range L = 1). The value of an
   * image is the mean over all windows that lie wholly inside it. It is not made smaller first.
   *
   * @param images the images, of at least 11 x 11 pixels
   * @param references what they should be, in the same order
   * @return the mean over images, in [-1, 1]; 1 where all are equal
   * @throws IllegalArgumentException if numbers or sizes differ, or the images are too small
   */
  public static Estimate of(ImageBatch images, ImageBatch references) {
    images.checkSameShape(references);
    if (images.size() < WINDOW) {
      throw new IllegalArgumentException(
          "SSIM's window of " + WINDOW + " x " + WINDOW + " needs larger images than " + images);
    }
    double[] similarities = new double[images.count()];
    for (int image = 0; image < similarities.length; image++) {
      similarities[image] =
          similarity(images.luminance(image), references.luminance(image), images.size());
    }
    return Estimate.meanOf(similarities);
  }

  private static double similarity(double[] x, double[] y, int size) {
    double[] meanX = filter(x, size);
    double[] meanY = filter(y, size);
    double[] meanXx = filter(product(x, x), size);
    double[] meanYy = filter(product(y, y), size);
    double[] meanXy = filter(product(x, y), size);
    double sum = 0;
    for (int i = 0; i < meanX.length; i++) {
      double squareX = meanX[i] * meanX[i];
      double squareY = meanY[i] * meanY[i];
      double both = meanX[i] * meanY[i];
      double variances = meanXx[i] - squareX + meanYy[i] - squareY;
      double covariance = meanXy[i] - both;
      sum +=
          (2 * both + C1) * (2 * covariance + C2) / ((squareX + squareY + C1) * (variances + C2));
    }
    return sum / meanX.length;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** The weighted means of all windows: rows first, then columns, as the Gaussian allows. */
  private static double[] filter(double[] plane, int size) {
    double[] weights = gaussian();
    int valid = size - WINDOW + 1;
    double[] rows = new double[size * valid];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < valid; x++) {
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
          sum += weights[i] * plane[y * size + x + i];
        }
        rows[y * valid + x] = sum;
      }
    }
    double[] filtered = new double[valid * valid];
    for (int y = 0; y < valid; y++) {
      for (int x = 0; x < valid; x++) {
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
          sum += weights[i] * rows[(y + i) * valid + x];
        }
        filtered[y * valid + x] = sum;
      }
    }
    return filtered;
  }

  private static double[] gaussian() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      int distance = i - WINDOW / 2;
      weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
