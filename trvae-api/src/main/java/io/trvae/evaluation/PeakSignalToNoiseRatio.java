package io.trvae.evaluation;

/**
 * The peak signal-to-noise ratio, PSNR.
 *
 * @since 0.1.0
 */
public final class PeakSignalToNoiseRatio {

  private PeakSignalToNoiseRatio() {}

  /**
   * Compares images in [0, 1]: {@code 10 * log10(1 / mean((x - y)^2))} of each pair, the mean taken
   * over pixels and channels, then averaged over the pairs.
   *
   * @param images the images
   * @param references what they should be, in the same order
   * @return decibels; infinite if an image equals its reference
   * @throws IllegalArgumentException if numbers or sizes differ
   */
  public static Estimate of(ImageBatch images, ImageBatch references) {
    images.checkSameShape(references);
    double[] ratios = new double[images.count()];
    for (int image = 0; image < ratios.length; image++) {
      ratios[image] = -10 * Math.log10(meanSquaredError(images, references, image));
    }
    return Estimate.meanOf(ratios);
  }

  private static double meanSquaredError(ImageBatch images, ImageBatch references, int image) {
    int length = images.length();
    double squares = 0;
    for (int i = image * length; i < (image + 1) * length; i++) {
      double difference = images.value(i) - references.value(i);
      squares += difference * difference;
    }
    return squares / length;
  }
}
