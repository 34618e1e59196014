package io.trvae.spi.training;

import java.util.Random;

/**
 * The random numbers of a training: they depend on the seed and the step alone, so a training that
 * resumes draws the same ones. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Noise {

  private final long seed;
  private long step;
  private int draws;

  /**
   * Starts at step 0.
   *
   * @param seed determines everything, with the step
   */
  public Noise(long seed) {
    this.seed = seed;
  }

  /**
   * Moves to a step.
   *
   * @param value from 0
   */
  public void atStep(long value) {
    step = value;
    draws = 0;
  }

  /**
   * Returns a generator of its own for the next operation of the step.
   *
   * @return the generator
   */
  public Random next() {
    return random(seed, step, draws++);
  }

  /**
   * Draws what dropout multiplies elements with, for the next operation of the step.
   *
   * @param factors receives 0 or {@code 1 / (1 - rate)}
   * @param rate the share of elements that are dropped
   */
  public void nextDropout(float[] factors, float rate) {
    Random random = next();
    float scale = 1 / (1 - rate);
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextFloat() < rate ? 0 : scale;
    }
  }

  /**
   * Returns a generator that has nothing in common with those of neighbouring arguments, as {@link
   * Random}s of neighbouring seeds have: their first numbers are almost the same.
   *
   * @param seed the training's
   * @param step from 0
   * @param draw what is drawn for: operations of a network count up from 0
   * @return the generator
   */
  public static Random random(long seed, long step, int draw) {
    return new Random(mix(mix(seed) + mix(step + 1) * 31 + draw));
  }

  /** Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", mix64. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
