package io.trvae.evaluation;

/**
 * How much fine detail images have: the variance of the Laplacian, a focus measure of Pech-Pacheco
 * et al. 2000, "Diatom autofocusing in brightfield microscopy: a comparative study".
 *
 * @since 0.1.0
 */
public final class Sharpness {

  private Sharpness() {}

  /**
   * Averages the sharpness of the images: the variance, over all pixels but the border's, of {@code
   * Y(x-1, y) + Y(x+1, y) + Y(x, y-1) + Y(x, y+1) - 4 Y(x, y)}, Y being {@linkplain ImageBatch the
   * luminance}.
   *
   * @param images of at least 3 x 3 pixels
   * @return the mean over images, at least 0
   * @throws IllegalArgumentException if the images are too small
   */
  public static Estimate of(ImageBatch images) {
    if (images.size() < 3) {
      throw new IllegalArgumentException("The Laplacian needs larger images than " + images);
    }
    double[] variances = new double[images.count()];
    for (int image = 0; image < variances.length; image++) {
      variances[image] = varianceOfLaplacian(images.luminance(image), images.size());
    }
    return Estimate.meanOf(variances);
  }

  private static double varianceOfLaplacian(double[] luminance, int size) {
    double sum = 0;
    double squares = 0;
    for (int y = 1; y < size - 1; y++) {
      for (int x = 1; x < size - 1; x++) {
        int i = y * size + x;
        double laplacian =
            luminance[i - 1]
                + luminance[i + 1]
                + luminance[i - size]
                + luminance[i + size]
                - 4 * luminance[i];
        sum += laplacian;
        squares += laplacian * laplacian;
      }
    }
    // The mean is near 0, so that this difference loses no digits.
    double pixels = (size - 2) * (size - 2);
    return Math.max(0, squares / pixels - sum / pixels * (sum / pixels));
  }

  /**
   * Compares the sharpness of transferred images with that of real ones of their domain.
   *
   * @param transferred images drawn in a domain
   * @param real images that belong to it
   * @return {@code of(transferred) / of(real)}: 1 where they are as sharp, less where they are
   *     blurred; NaN or infinite if no real image has any detail
   * @throws IllegalArgumentException if images are too small
   */
  public static Estimate ratio(ImageBatch transferred, ImageBatch real) {
    return of(transferred).dividedBy(of(real));
  }
}
