package io.trvae;

import java.util.Arrays;
import java.util.Random;

/**
 * The latent code of one image: the mean and the log-variance of a diagonal Gaussian.
 *
 * <p>Immutable and thread-safe; arrays are copied on the way in and out.
 *
 * @since 0.1.0
 */
public final class Latent {

  private final float[] mean;
  private final float[] logVar;

  private Latent(float[] mean, float[] logVar) {
    this.mean = mean;
    this.logVar = logVar;
  }

  /**
   * Creates a latent code.
   *
   * @param mean the mean of each dimension
   * @param logVar the natural logarithm of each dimension's variance
   * @return the code
   * @throws IllegalArgumentException if the lengths differ, are 0, or a value is NaN or infinite
   */
  public static Latent of(float[] mean, float[] logVar) {
    if (mean.length == 0 || mean.length != logVar.length) {
      throw new IllegalArgumentException(
          "A latent code needs as many means as log-variances, at least one; got "
              + mean.length
              + " and "
              + logVar.length);
    }
    checkFinite("mean", mean);
    checkFinite("logVar", logVar);
    return new Latent(mean.clone(), logVar.clone());
  }

  private static void checkFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(name + "[" + i + "] is " + values[i]);
      }
    }
  }

  /**
   * Returns the number of dimensions.
   *
   * @return the length of the mean
   */
  public int size() {
    return mean.length;
  }

  /**
   * Returns the means.
   *
   * @return a copy
   */
  public float[] mean() {
    return mean.clone();
  }

  /**
   * Returns the natural logarithms of the variances.
   *
   * @return a copy
   */
  public float[] logVar() {
    return logVar.clone();
  }

  /**
   * Blends two codes linearly, means and log-variances alike.
   *
   * @param other the code at {@code amount} 1
   * @param amount how far to go, in [0, 1]
   * @return the blend
   * @throws IllegalArgumentException if the sizes differ or the amount is out of range
   */
  public Latent interpolate(Latent other, double amount) {
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "Cannot blend latent codes of sizes " + size() + " and " + other.size());
    }
    if (!(amount >= 0 && amount <= 1)) {
      throw new IllegalArgumentException("amount " + amount + " is not in [0, 1]");
    }
    return new Latent(blend(mean, other.mean, amount), blend(logVar, other.logVar, amount));
  }

  private static float[] blend(float[] a, float[] b, double amount) {
    float[] blend = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      blend[i] = (float) (a[i] + amount * (b[i] - a[i]));
    }
    return blend;
  }

  /**
   * Draws from the Gaussian: {@code mean + exp(logVar / 2) * noise} (Kingma and Welling 2014), the
   * noise from {@link Random} with the given seed, so the same everywhere.
   *
   * @param seed the seed of the noise
   * @return a code whose mean is the draw and whose log-variance is this one's
   */
  public Latent sample(long seed) {
    Random random = new Random(seed);
    float[] draw = new float[mean.length];
    for (int i = 0; i < draw.length; i++) {
      draw[i] = (float) (mean[i] + Math.exp(0.5 * logVar[i]) * random.nextGaussian());
    }
    return new Latent(draw, logVar);
  }

  /** Compares means and log-variances, bit by bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Latent that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(logVar, that.logVar);
  }

  /** Returns a hash of means and log-variances. */
  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(logVar);
  }

  /** Returns the size only: codes are long. */
  @Override
  public String toString() {
    return "Latent[size=" + mean.length + "]";
  }
}
