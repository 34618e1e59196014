package io.trvae.dl4j.internal.training;

import java.util.Random;

/**
 * The random numbers of a training: they depend on the seed and the step alone, so a training that
 * resumes draws the same ones.
 */
final class Noise {

  private final long seed;
  private long step;
  private int draws;

  Noise(long seed) {
    this.seed = seed;
  }

  /** Moves to a step, from 0. */
  void atStep(long value) {
    step = value;
    draws = 0;
  }

  /** Returns a generator of its own for the next operation of the step. */
  Random next() {
    return random(seed, step, draws++);
  }

  /**
   * Returns a generator that has nothing in common with those of neighbouring arguments, as {@link
   * Random}s of neighbouring seeds have: their first numbers are almost the same.
   */
  static Random random(long seed, long step, int draw) {
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
