package io.trvae.spi.training;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The weight that reads codes in a decoder whose encoder is computed: the MMD layer's. It is
 * orthogonal but for the scales of its columns, and never learnt. A model that was trained when it
 * still was keeps its own.
 *
 * <p>What still tells domains apart in the codes of a {@link LinearEncoder}, beyond mean and
 * covariance, is in the elements that vary most in an image. A weight that is learnt reads these
 * above all, and the MMD layer then tells a domain that the codes do not.
 */
final class CodeReader {

  /** The weight's name. */
  static final String WEIGHT = "decoder.mmd.weight";

  /** The power of an element's deviation in an image that its column is scaled with. */
  private static final double POWER = 0.25;

  private CodeReader() {}

  /**
   * Replaces the weight, as it was drawn, by the orthogonal matrix nearest to it, with its columns
   * scaled by the fourth root of what an element of the code deviates in an image: what matters
   * most is learnt first, and the rest is not out of reach.
   *
   * @param vector has the arrays of a {@link LinearEncoder}, whose log-variances tell how much an
   *     image varies with an element: as {@code exp(-logVar / 2)}
   */
  static void compute(ParameterLayout layout, float[] vector) {
    double[] scales = scales(layout.slice(vector, LinearEncoder.LOG_VAR));
    FloatBuffer weight = layout.slice(vector, WEIGHT);
    double[][] drawn = new double[weight.remaining() / scales.length][scales.length];
    for (double[] row : drawn) {
      Arrays.setAll(row, i -> weight.get());
    }
    weight.rewind();
    for (double[] row : Matrices.nearestOrthogonal(drawn)) {
      for (int i = 0; i < scales.length; i++) {
        weight.put((float) (scales[i] * row[i]));
      }
    }
  }

  private static double[] scales(FloatBuffer logVar) {
    double[] deviations = new double[logVar.remaining()];
    Arrays.setAll(deviations, i -> Math.exp(-logVar.get() / 2));
    double mean = Arrays.stream(deviations).average().orElseThrow();
    return Arrays.stream(deviations).map(value -> Math.pow(value / mean, POWER)).toArray();
  }
}
