package io.trvae.dl4j.internal.scenes;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Changes a picture as light, lens and sensor do. */
final class Exposure {

  private Exposure() {}

  /** Changes brightness, contrast, colours and sharpness, and adds noise, all at random. */
  static BufferedImage of(BufferedImage picture, Chance chance) {
    BufferedImage exposed = chance.of(0.3) ? blurred(picture, chance) : picture;
    double brightness = chance.between(-40, 40);
    double contrast = chance.between(0.6, 1.3);
    double saturation = chance.of(0.06) ? 0 : chance.between(0.6, 1.3);
    double noise = chance.of(0.4) ? chance.between(0, 12) : 0;
    double[] tint = {chance.between(0.85, 1.15), 1, chance.between(0.85, 1.15)};
    int width = exposed.getWidth();
    int[] pixels = exposed.getRGB(0, 0, width, exposed.getHeight(), null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      int red = pixels[i] >> 16 & 0xff;
      int green = pixels[i] >> 8 & 0xff;
      int blue = pixels[i] & 0xff;
      double grey = (red + green + blue) / 3.0;
      double moved = 128 + contrast * (grey - 128) + brightness;
      double colour = contrast * saturation;
      pixels[i] =
          level(tint[0] * (moved + colour * (red - grey)) + noise(noise, chance)) << 16
              | level(tint[1] * (moved + colour * (green - grey)) + noise(noise, chance)) << 8
              | level(tint[2] * (moved + colour * (blue - grey)) + noise(noise, chance));
    }
    exposed.setRGB(0, 0, width, exposed.getHeight(), pixels, 0, width);
    return exposed;
  }

  private static double noise(double deviation, Chance chance) {
    return deviation == 0 ? 0 : chance.normal(deviation);
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  private static BufferedImage blurred(BufferedImage picture, Chance chance) {
    double factor = chance.between(0.4, 1);
    int width = Math.max(1, (int) (factor * picture.getWidth()));
    int height = Math.max(1, (int) (factor * picture.getHeight()));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return SourceImages.enlarged(small, picture.getWidth(), picture.getHeight());
  }
}
