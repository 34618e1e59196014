package io.trvae.samples.morph;

import io.trvae.RgbImage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Frames side by side in one picture. */
public final class FilmStrip {

  private FilmStrip() {}

  /**
   * Lays frames side by side, from left to right, without gaps.
   *
   * @param frames at least one, all of one size
   * @return the strip
   */
  public static RgbImage of(List<RgbImage> frames) {
    int width = frames.get(0).width();
    BufferedImage strip =
        new BufferedImage(
            Math.multiplyExact(width, frames.size()),
            frames.get(0).height(),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = strip.createGraphics();
    int x = 0;
    for (RgbImage frame : frames) {
      graphics.drawImage(frame.toBufferedImage(), x, 0, null);
      x += width;
    }
    graphics.dispose();
    return RgbImage.of(strip);
  }
}
