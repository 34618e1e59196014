package io.trvae.spi.training;

/** {@link RowComparison} in Java, for engines that compute in the host's memory. */
final class HostRowComparison implements RowComparison {

  @Override
  public double compare(
      float[] rows,
      int width,
      double[] coefficients,
      double[] bandwidths,
      double factor,
      float[] gradient) {
    double sum = 0;
    int all = rows.length / width;
    for (int i = 0; i < coefficients.length; i++) {
      double coefficient = coefficients[i];
      if (coefficient != 0) {
        sum +=
            coefficient
                * addPair(
                    rows, i / all, i % all, width, bandwidths, coefficient * factor, gradient);
      }
    }
    return sum;
  }

  /** Returns the kernel of two rows; adds its gradient by the first, times a factor. */
  private static double addPair(
      float[] rows, int a, int b, int width, double[] bandwidths, double factor, float[] gradient) {
    int startA = a * width;
    int startB = b * width;
    double distance = 0;
    for (int i = 0; i < width; i++) {
      double difference = rows[startA + i] - rows[startB + i];
      distance += difference * difference;
    }
    double kernel = 0;
    double slope = 0;
    for (double sigma : bandwidths) {
      double value = Math.exp(-distance / (2 * sigma));
      kernel += value;
      slope -= value / (2 * sigma);
    }
    float step = (float) (factor * 2 * slope / bandwidths.length);
    for (int i = 0; i < width; i++) {
      gradient[startA + i] += step * (rows[startA + i] - rows[startB + i]);
    }
    return kernel / bandwidths.length;
  }
}
