package io.trvae.samples.web;

import java.time.Duration;

/**
 * What a server does for its clients at most.
 *
 * @param uploadBytes the size of an uploaded file
 * @param pixels the pixels of an uploaded picture, width times height
 * @param resultPixels the pixels of all pictures of one answer together
 * @param places how many pictures may be arriving, waiting and being drawn at once
 * @param time what a request may take, from its first byte to the answer
 */
public record Limits(int uploadBytes, long pixels, long resultPixels, int places, Duration time) {

  /** 10 MiB and 25 megapixels in, 16 megapixels out, 32 pictures at once, 10 seconds for each. */
  public static final Limits DEFAULT =
      new Limits(10 << 20, 25_000_000, 1 << 24, 32, Duration.ofSeconds(10));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Limits {
    if (uploadBytes < 1 || pixels < 1 || resultPixels < 1 || places < 1) {
      throw new IllegalArgumentException("A limit below 1 lets nothing through");
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("A time limit of " + time + " lets nothing through");
    }
  }

  /** Returns these limits with another number of places. */
  public Limits withPlaces(int count) {
    return new Limits(uploadBytes, pixels, resultPixels, count, time);
  }

  /** Returns these limits with another time for each request. */
  public Limits withTime(Duration limit) {
    return new Limits(uploadBytes, pixels, resultPixels, places, limit);
  }
}
