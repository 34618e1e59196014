package io.trvae.samples;

import io.trvae.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A face that can be drawn in several kinds, so that one knows what a transfer should look like.
 *
 * <p>Lengths are shares of the picture's side, places those of the middle of something.
 */
record DrawnFace(
    double x,
    double y,
    double width,
    double eyeDistance,
    double fringe,
    double mouth,
    Color skin,
    Color hair,
    Color wall) {

  private static final int SIZE = 32;
  private static final Color DARK = new Color(0x20, 0x18, 0x20);

  /** How a face is drawn; the names of folders are these in small letters. */
  enum Kind {
    SHADED(Color.WHITE, 0, DARK, false),
    FLAT(Color.WHITE, 0, DARK, false),
    OUTLINE(Color.WHITE, 0.5, DARK, true),
    CHALK(Color.BLACK, 0.5, Color.WHITE, true);

    private final Color paper;
    private final double paleness;
    private final Color pen;
    private final boolean contours;

    Kind(Color paper, double paleness, Color pen, boolean contours) {
      this.paper = paper;
      this.paleness = paleness;
      this.pen = pen;
      this.contours = contours;
    }

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }

    private void draw(Graphics2D graphics, Shape shape, Color colour) {
      graphics.setPaint(fill(shape.getBounds2D(), mix(colour, paper, paleness)));
      graphics.fill(shape);
      if (contours) {
        graphics.setPaint(pen);
        graphics.draw(shape);
      }
    }

    private Paint fill(Rectangle2D bounds, Color colour) {
      return this != SHADED
          ? colour
          : new GradientPaint(
              (float) bounds.getMinX(),
              (float) bounds.getMinY(),
              mix(colour, Color.WHITE, 0.4),
              (float) bounds.getMaxX(),
              (float) bounds.getMaxY(),
              mix(colour, Color.BLACK, 0.6));
    }

    private static Color mix(Color colour, Color other, double share) {
      float[] from = colour.getRGBColorComponents(null);
      float[] to = other.getRGBColorComponents(null);
      float part = (float) share;
      return new Color(
          from[0] + part * (to[0] - from[0]),
          from[1] + part * (to[1] - from[1]),
          from[2] + part * (to[2] - from[2]));
    }
  }

  /** Thinks of a face. */
  static DrawnFace random(Random random) {
    return new DrawnFace(
        random.nextDouble(0.42, 0.58),
        random.nextDouble(0.5, 0.6),
        random.nextDouble(0.42, 0.6),
        random.nextDouble(0.16, 0.24),
        random.nextDouble(0.08, 0.2),
        random.nextDouble(0.08, 0.24),
        colour(random, random.nextDouble(0.01, 0.12), 0.7, 0.35),
        colour(random, random.nextDouble(0, 0.15), 0.9, 0.1),
        colour(random, 0.6, 0.3, 0.4));
  }

  private static Color colour(Random random, double hue, double saturation, double darkest) {
    return Color.getHSBColor(
        (float) hue,
        (float) random.nextDouble(saturation / 3, saturation),
        (float) random.nextDouble(darkest, 1));
  }

  /** Draws this face. */
  RgbImage draw(Kind kind) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SIZE, SIZE);
    graphics.setStroke(new BasicStroke(0.05f));
    double height = 1.3 * width;
    kind.draw(graphics, new Rectangle2D.Double(-0.1, -0.1, 1.2, 1.2), wall);
    kind.draw(graphics, oval(x, y - 0.04, width + 0.16, height + 0.1), hair);
    kind.draw(graphics, oval(x, y, width, height), skin);
    Area front = new Area(oval(x, y, width, height));
    front.intersect(new Area(new Rectangle2D.Double(0, 0, 1, y - height / 2 + fringe)));
    kind.draw(graphics, front, hair);
    graphics.setPaint(kind.pen);
    graphics.fill(oval(x - eyeDistance / 2, y, 0.1, 0.13));
    graphics.fill(oval(x + eyeDistance / 2, y, 0.1, 0.13));
    graphics.fill(oval(x, y + 0.28 * height, mouth, 0.08));
    graphics.dispose();
    return RgbImage.of(image);
  }

  private static Shape oval(double x, double y, double width, double height) {
    return new Ellipse2D.Double(x - width / 2, y - height / 2, width, height);
  }

  /** Draws faces into a folder; the same seed thinks of the same ones. */
  static void write(Path folder, Kind kind, int count, long seed) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      random(random).draw(kind).write(folder.resolve(String.format(Locale.ROOT, "%03d.png", i)));
    }
  }
}
