package io.trvae.dl4j.internal.scenes;

import java.awt.Color;
import java.util.random.RandomGenerator;

/**
 * Draws from the distributions that scenes are made of.
 *
 * @param random where the numbers come from
 */
record Chance(RandomGenerator random) {

  boolean of(double probability) {
    return random.nextDouble() < probability;
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Each octave as likely as any other. */
  double logBetween(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  double normal(double deviation) {
    return deviation * random.nextGaussian();
  }

  /** An integer from 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A colour of any hue; every other one is muted, as most are in photographs. */
  Color colour() {
    float saturation = random.nextFloat() * (of(0.5) ? 0.4f : 1);
    return Color.getHSBColor(random.nextFloat(), saturation, random.nextFloat());
  }

  /** The colour as it is somewhat darker or lighter, and not opaque perhaps. */
  Color near(Color colour, int reach, double opaque) {
    int alpha = of(opaque) ? 255 : 64 + below(192);
    return new Color(
        shifted(colour.getRed(), reach),
        shifted(colour.getGreen(), reach),
        shifted(colour.getBlue(), reach),
        alpha);
  }

  private int shifted(int value, int reach) {
    return Math.max(0, Math.min(255, value + below(2 * reach + 1) - reach));
  }
}
