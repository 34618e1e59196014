package io.trvae.testkit;

import io.trvae.RgbImage;
import java.util.Random;

/**
 * Pictures made of nothing but a seed.
 *
 * @since 0.1.0
 */
public final class Images {

  private Images() {}

  /**
   * Creates a picture of random pixels.
   *
   * @param width the width in pixels
   * @param height the height in pixels
   * @param seed the same seed gives the same picture
   * @return the picture
   */
  public static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return RgbImage.ofRgb(width, height, rgb);
  }
}
