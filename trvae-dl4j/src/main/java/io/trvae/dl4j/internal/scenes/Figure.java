package io.trvae.dl4j.internal.scenes;

import io.trvae.face.Face;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Paints what belongs to a face and is not in its square: hair behind it, neck and shoulders. */
final class Figure {

  private Figure() {}

  /**
   * Paints; the face itself comes over it.
   *
   * @param image the face, whose colours are taken up
   */
  static void paint(Graphics2D graphics, BufferedImage image, Face face, Chance chance) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(face.centreX(), face.centreY());
    graphics.rotate(Math.toRadians(face.rollDegrees()));
    graphics.scale(face.side(), face.side());
    if (chance.of(0.6)) {
      paintBody(graphics, image, chance);
    }
    if (chance.of(0.4)) {
      graphics.setPaint(colour(image, 0.5, 0.05));
      double width = chance.between(0.9, 1.5);
      double height = chance.between(0.9, 1.8);
      graphics.fill(new Ellipse2D.Double(-width / 2, -0.55, width, height));
    }
    graphics.setTransform(before);
  }

  private static void paintBody(Graphics2D graphics, BufferedImage image, Chance chance) {
    graphics.setPaint(colour(image, 0.5, 0.65));
    double neck = chance.between(0.2, 0.45);
    graphics.fill(new Rectangle2D.Double(-neck / 2, 0.2, neck, 0.5));
    graphics.setPaint(chance.colour());
    double width = chance.between(1.1, 2.2);
    double top = chance.between(0.42, 0.6);
    graphics.fill(new Ellipse2D.Double(-width / 2, top, width, chance.between(0.8, 3)));
  }

  private static Color colour(BufferedImage image, double x, double y) {
    return new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
  }
}
