package io.trvae.evaluation;

import java.util.Arrays;
import java.util.Random;

/**
 * The distance of two sets of feature vectors that is called kernel inception distance, KID, when
 * the features are those of an Inception network (Binkowski, Sutherland, Arbel and Gretton 2018,
 * "Demystifying MMD GANs", section 4).
 *
 * <p>It is the unbiased estimate of the squared maximum mean discrepancy (Gretton et al. 2012, "A
 * kernel two-sample test", equation 3) for m vectors of each set,
 *
 * <pre>
 *   sum of k(x_i, x_j) over i != j, divided by m (m - 1)
 * + sum of k(y_i, y_j) over i != j, divided by m (m - 1)
 * - 2 * sum of k(x_i, y_j) over all i and j, divided by m^2
 * </pre>
 *
 * <p>with the kernel {@code k(x, y) = (x . y / d + 1)^3} on vectors of d values.
 *
 * @since 0.1.0
 */
public final class KernelDistance {

  private KernelDistance() {}

  /**
   * Averages the estimate over random subsets, as is usual because its cost grows with the square
   * of their size.
   *
   * @param features the vectors of the images to judge, all of one length
   * @param references the vectors of the images that they are compared with, of the same length
   * @param subsets how many times vectors are drawn, at least 1
   * @param subsetSize how many vectors are drawn from each set, each at most once; at least 2 and
   *     at most the number of vectors in the smaller set
   * @param seed determines the draws
   * @return the mean over subsets, expected to be 0 where both sets come from one distribution, and
   *     then as often below as above. The error is the subsets' deviation over the root of their
   *     number: it tells what other draws would have changed, not what other images would
   * @throws IllegalArgumentException if a set is empty, lengths differ, a value is not finite or a
   *     number is out of range
   */
  public static Estimate of(
      float[][] features, float[][] references, int subsets, int subsetSize, long seed) {
    int width = Vectors.width("features", features);
    if (Vectors.width("references", references) != width) {
      throw new IllegalArgumentException(
          "features have "
              + width
              + " values each, but references "
              + references[0].length
              + "; both must come from the same network");
    }
    if (subsets < 1) {
      throw new IllegalArgumentException("subsets must be positive, got " + subsets);
    }
    int smaller = Math.min(features.length, references.length);
    if (subsetSize < 2 || subsetSize > smaller) {
      throw new IllegalArgumentException(
          "subsetSize must be at least 2 and at most "
              + smaller
              + ", the smaller set's size; got "
              + subsetSize);
    }
    Random random = new Random(seed);
    double[] distances = new double[subsets];
    for (int i = 0; i < subsets; i++) {
      distances[i] =
          unbiased(draw(features, subsetSize, random), draw(references, subsetSize, random));
    }
    return Estimate.meanOf(distances);
  }

  /**
   * Splits a set into two halves at random and measures their distance: what is left where there is
   * no difference but that of the images that happen to be in each.
   *
   * @param features the vectors, all of one length
   * @param subsets how many times vectors are drawn, at least 1
   * @param subsetSize how many vectors are drawn from each half, each at most once; at least 2 and
   *     at most half the number of vectors, rounded down
   * @param seed determines the halves and the draws
   * @return the mean over subsets, as {@link #of} has it
   * @throws IllegalArgumentException if the set is empty, lengths differ, a value is not finite or
   *     a number is out of range
   */
  public static Estimate betweenHalves(float[][] features, int subsets, int subsetSize, long seed) {
    float[][] shuffled = draw(features, features.length, new Random(seed));
    int half = features.length / 2;
    return of(
        Arrays.copyOfRange(shuffled, 0, half),
        Arrays.copyOfRange(shuffled, half, shuffled.length),
        subsets,
        subsetSize,
        seed);
  }

  /** The first steps of Fisher and Yates' shuffle. */
  private static float[][] draw(float[][] vectors, int count, Random random) {
    float[][] rest = vectors.clone();
    float[][] drawn = new float[count][];
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(rest.length - i);
      drawn[i] = rest[j];
      rest[j] = rest[i];
    }
    return drawn;
  }

  private static double unbiased(float[][] x, float[][] y) {
    int m = x.length;
    double within = 0;
    double across = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        within += kernel(x[i], x[j]) + kernel(y[i], y[j]);
      }
      for (int j = 0; j < m; j++) {
        across += kernel(x[i], y[j]);
      }
    }
    return 2 * within / (m * (m - 1.0)) - 2 * across / ((double) m * m);
  }

  private static double kernel(float[] x, float[] y) {
    double product = 0;
    for (int i = 0; i < x.length; i++) {
      product += (double) x[i] * y[i];
    }
    double base = product / x.length + 1;
    return base * base * base;
  }
}
