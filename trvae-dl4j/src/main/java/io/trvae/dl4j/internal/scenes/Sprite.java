package io.trvae.dl4j.internal.scenes;

import io.trvae.face.Face;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/**
 * A square image that is mirrored beyond its edges and cut out by a soft mask, so that neither its
 * frame nor the form of the cut tells that there is a face.
 *
 * @param image twice the square's size, transparent outside the mask
 */
record Sprite(BufferedImage image) {

  /** Cuts out an image. */
  static Sprite cut(BufferedImage square, Chance chance) {
    Mask mask = Mask.draw(chance);
    int size = square.getWidth();
    BufferedImage image = new BufferedImage(2 * size, 2 * size, BufferedImage.TYPE_INT_ARGB);
    double[] across = powers(2 * size, mask.halfWidth(), mask.exponent());
    double[] along = powers(2 * size, mask.halfHeight(), mask.exponent());
    for (int y = 0; y < 2 * size; y++) {
      for (int x = 0; x < 2 * size; x++) {
        int rgb = square.getRGB(mirrored(x - size / 2, size), mirrored(y - size / 2, size));
        int alpha = (int) (255 * mask.opacity(across[x] + along[y]));
        image.setRGB(x, y, (alpha << 24) | (rgb & 0xffffff));
      }
    }
    return new Sprite(image);
  }

  /** The distances of an axis' pixels from the centre, in half axes, to the mask's exponent. */
  private static double[] powers(int length, double half, double exponent) {
    double[] powers = new double[length];
    for (int i = 0; i < length; i++) {
      powers[i] = Math.pow(Math.abs((4.0 * i + 2) / length - 2) / half, exponent);
    }
    return powers;
  }

  private static int mirrored(int place, int size) {
    int within = place < 0 ? -1 - place : place;
    return within < size ? within : 2 * size - 1 - within;
  }

  /**
   * A form between diamond, ellipse and square.
   *
   * @param halfWidth of the form, in halves of the image's side
   * @param halfHeight likewise
   * @param exponent 2 for an ellipse, large for a square
   * @param fade over which part of the radius it fades
   */
  private record Mask(double halfWidth, double halfHeight, double exponent, double fade) {

    static Mask draw(Chance chance) {
      return switch (chance.below(5)) {
        case 0 -> new Mask(1, 1, 40, chance.of(0.5) ? 0.02 : chance.between(0.02, 0.2));
        case 1, 2 ->
            new Mask(
                chance.between(0.7, 1),
                chance.between(0.85, 1.05),
                chance.between(1.8, 4),
                chance.between(0.05, 0.4));
        default ->
            new Mask(
                chance.between(1, 2),
                chance.between(1, 2),
                chance.between(2, 12),
                chance.between(0.05, 0.5));
      };
    }

    /**
     * Returns how much is seen at a point.
     *
     * @param power of the point's radius, 1 at the form's edge, to the exponent
     */
    double opacity(double power) {
      return power >= 1 ? 0 : Math.min(1, (1 - Math.pow(power, 1 / exponent)) / fade);
    }
  }

  /** Draws the image where a face's square is. */
  void draw(Graphics2D graphics, Face face) {
    BufferedImage shrunk = image;
    while (shrunk.getWidth() > 3.2 * face.side()) {
      shrunk = half(shrunk);
    }
    AffineTransform transform = new AffineTransform();
    transform.translate(face.centreX(), face.centreY());
    transform.rotate(Math.toRadians(face.rollDegrees()));
    transform.scale(2 * face.side() / shrunk.getWidth(), 2 * face.side() / shrunk.getHeight());
    transform.translate(-shrunk.getWidth() / 2.0, -shrunk.getHeight() / 2.0);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(shrunk, transform, null);
  }

  /** Each pixel is the mean of four: bilinear interpolation at their common corner. */
  private static BufferedImage half(BufferedImage image) {
    BufferedImage half =
        new BufferedImage(image.getWidth() / 2, image.getHeight() / 2, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = half.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, half.getWidth(), half.getHeight(), null);
    graphics.dispose();
    return half;
  }
}
