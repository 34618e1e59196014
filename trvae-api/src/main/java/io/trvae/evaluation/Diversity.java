package io.trvae.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much the images of a set differ from each other: low where a model draws nearly the same face
 * whatever its input.
 *
 * <p>The definition is this library's own. Time grows with the square of the number of images.
 *
 * @since 0.1.0
 */
public final class Diversity {

  private Diversity() {}

  /**
   * Averages the distance of all pairs: {@code sqrt(mean((x - y)^2))} over the pixels and channels
   * of the two images.
   *
   * @param images at least 2
   * @return the mean distance, at least 0, with the jackknife's error
   * @throws IllegalArgumentException if there is only one image
   */
  public static Estimate of(ImageBatch images) {
    int count = images.count();
    if (count < 2) {
      throw new IllegalArgumentException("Diversity is that of 2 images or more, got 1");
    }
    double[][] distances =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(first -> distances(images, first))
            .toArray(double[][]::new);
    double[] fromImage = new double[count];
    double total = 0;
    for (int first = 0; first < count; first++) {
      for (int second = 0; second < first; second++) {
        double distance = distances[first][second];
        fromImage[first] += distance;
        fromImage[second] += distance;
        total += distance;
      }
    }
    double[] leftOut = new double[count];
    for (int image = 0; image < count; image++) {
      leftOut[image] = (total - fromImage[image]) / pairs(count - 1);
    }
    return Estimate.jackknife(total / pairs(count), leftOut);
  }

  private static double pairs(int count) {
    return count * (count - 1.0) / 2;
  }

  /** The distances of an image from those before it. */
  private static double[] distances(ImageBatch images, int first) {
    double[] distances = new double[first];
    Arrays.setAll(distances, second -> distance(images, first, second));
    return distances;
  }

  private static double distance(ImageBatch images, int first, int second) {
    int length = images.length();
    double squares = 0;
    for (int i = 0; i < length; i++) {
      double difference = images.value(first * length + i) - images.value(second * length + i);
      squares += difference * difference;
    }
    return Math.sqrt(squares / length);
  }

  /**
   * Compares the diversity of transferred images with that of real ones of their domain.
   *
   * @param transferred at least 2 images drawn in a domain
   * @param real at least 2 images that belong to it
   * @return {@code of(transferred) / of(real)}: 1 where they are as varied; NaN or infinite if all
   *     real images are equal
   * @throws IllegalArgumentException if there are too few images
   */
  public static Estimate ratio(ImageBatch transferred, ImageBatch real) {
    return of(transferred).dividedBy(of(real));
  }
}
