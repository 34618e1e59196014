package io.trvae.dl4j.internal.scenes;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Paints what is behind the faces: a ground, and shapes that stand around.
 *
 * @param images what pieces are taken from
 */
record Backdrop(SourceImages images) {

  private static final int MAX_SHAPES = 14;

  /** Fills a picture. */
  BufferedImage paint(int width, int height, Chance chance) {
    BufferedImage picture = ground(width, height, chance);
    if (chance.of(0.7)) {
      Graphics2D graphics = picture.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      for (int i = chance.below(MAX_SHAPES); i > 0; i--) {
        addShape(graphics, width, height, chance);
      }
      graphics.dispose();
    }
    return picture;
  }

  private BufferedImage ground(int width, int height, Chance chance) {
    return switch (chance.below(7)) {
      case 0 -> images.piece(width, height, chance);
      case 1, 2, 3 -> clouds(width, height, chance);
      default -> painted(width, height, chance);
    };
  }

  private static BufferedImage painted(int width, int height, Chance chance) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    Color colour = chance.colour();
    switch (chance.below(4)) {
      case 0 -> graphics.setPaint(colour);
      case 1 ->
          graphics.setPaint(
              new GradientPaint(
                  place(width, chance),
                  place(height, chance),
                  colour,
                  place(width, chance) + 1,
                  place(height, chance),
                  chance.near(colour, 128, 1)));
      case 2 ->
          graphics.setPaint(
              new RadialGradientPaint(
                  place(width, chance),
                  place(height, chance),
                  (float) chance.logBetween(10, 2.0 * width),
                  new float[] {0, 1},
                  new Color[] {colour, chance.near(colour, 128, 1)}));
      default -> graphics.setPaint(Patterns.tiles(colour, chance));
    }
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }

  private static float place(int length, Chance chance) {
    return (float) chance.between(0, length);
  }

  /**
   * Coloured noise of every scale, its amplitude about in inverse proportion to the frequency, as
   * in photographs (Field 1987, "Relations between the statistics of natural images and the
   * response properties of cortical cells").
   */
  private static BufferedImage clouds(int width, int height, Chance chance) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    Color base = chance.colour();
    double fall = chance.between(0.35, 0.8);
    boolean coloured = chance.of(0.5);
    double opacity = 1;
    for (double cell = Math.max(width, height); cell > 1; cell /= 2, opacity *= fall) {
      int columns = (int) Math.ceil(width / cell) + 1;
      int rows = (int) Math.ceil(height / cell) + 1;
      BufferedImage grid = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
      for (int i = 0; i < columns * rows; i++) {
        Color tone = coloured ? chance.near(base, 110, 1) : grey(base, chance);
        int alpha = (int) (255 * opacity);
        grid.setRGB(i % columns, i / columns, (alpha << 24) | (tone.getRGB() & 0xffffff));
      }
      graphics.drawImage(grid, 0, 0, (int) (columns * cell), (int) (rows * cell), null);
    }
    graphics.dispose();
    return picture;
  }

  private static Color grey(Color base, Chance chance) {
    double factor = chance.between(0.3, 1.7);
    return new Color(
        (int) Math.min(255, base.getRed() * factor),
        (int) Math.min(255, base.getGreen() * factor),
        (int) Math.min(255, base.getBlue() * factor));
  }

  private static void addShape(Graphics2D graphics, int width, int height, Chance chance) {
    double size = chance.logBetween(3, 1.2 * Math.max(width, height));
    double x = place(width, chance) - size / 2;
    double y = place(height, chance) - size / 2;
    double flat = chance.logBetween(0.2, 1);
    Color colour = chance.near(chance.colour(), 0, 0.6);
    graphics.setPaint(
        chance.of(0.4)
            ? new GradientPaint(
                (float) x,
                (float) y,
                colour,
                (float) (x + size),
                (float) (y + size),
                chance.near(colour, 100, 0.8))
            : colour);
    switch (chance.below(5)) {
      case 0 -> graphics.fill(new Ellipse2D.Double(x, y, size, size * flat));
      case 1 -> graphics.fill(new Rectangle2D.Double(x, y, size, size * flat));
      case 2 -> graphics.fill(polygon(x, y, size, chance));
      case 3 -> {
        graphics.setStroke(new BasicStroke((float) chance.logBetween(0.7, 6)));
        graphics.draw(new Ellipse2D.Double(x, y, size, size * flat));
      }
      default -> {
        graphics.setStroke(new BasicStroke((float) chance.logBetween(0.7, 12)));
        graphics.draw(new Line2D.Double(x, y, x + chance.normal(size), y + chance.normal(size)));
      }
    }
  }

  private static Polygon polygon(double x, double y, double size, Chance chance) {
    Polygon polygon = new Polygon();
    for (int i = 3 + chance.below(5); i > 0; i--) {
      polygon.addPoint((int) (x + chance.between(0, size)), (int) (y + chance.between(0, size)));
    }
    return polygon;
  }
}
