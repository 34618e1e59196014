package io.trvae;

/**
 * How the values that a model draws become levels of brightness, where 0 is black and 1 is white.
 *
 * @since 0.1.0
 */
public enum Levels {

  /** Values are taken as they are; those below 0 and above 1 are clipped. */
  CLIPPED,

  /**
   * The values of each face, over all its pixels and channels, are stretched so that the least is 0
   * and the greatest 1: {@code (x - min) / (max - min)}, as the demonstration of Anime-TrVAE does
   * it. Where all values are equal, they are taken as they are.
   */
  STRETCHED
}
