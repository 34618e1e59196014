package io.trvae.dl4j.internal.scenes;

import java.awt.Color;
import java.awt.TexturePaint;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Paints that repeat: stripes, checks, speckles. */
final class Patterns {

  private Patterns() {}

  static TexturePaint tiles(Color colour, Chance chance) {
    int size = 2 + chance.below(7);
    BufferedImage tile = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Color other = chance.near(colour, 90, 1);
    int kind = chance.below(3);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        boolean first =
            switch (kind) {
              case 0 -> x < size / 2;
              case 1 -> x < size / 2 == y < size / 2;
              default -> chance.of(0.5);
            };
        tile.setRGB(x, y, (first ? colour : other).getRGB());
      }
    }
    double side = chance.logBetween(4, 40);
    return new TexturePaint(tile, new Rectangle2D.Double(0, 0, side, side));
  }
}
