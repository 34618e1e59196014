package io.trvae.dl4j.internal.scenes;

import io.trvae.training.DomainDataset;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * The images of a dataset, for drawing.
 *
 * @param dataset faces that are framed as a model is given them
 */
record SourceImages(DomainDataset dataset) {

  /** A piece is too small to show a face, a sixth to a third of the side. */
  private static final double MIN_PIECE = 1 / 6.0;

  private static final double MAX_PIECE = 1 / 3.0;

  /** A face of a domain. */
  BufferedImage face(int domain, Chance chance) {
    int size = dataset.imageSize();
    float[] chw = new float[3 * size * size];
    int index = chance.below(dataset.size(domain));
    dataset.copyTo(domain, index, chw, 0, chance.of(0.5));
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * size; i++) {
      int red = Math.round(255 * chw[i]);
      int green = Math.round(255 * chw[i + size * size]);
      int blue = Math.round(255 * chw[i + 2 * size * size]);
      image.setRGB(i % size, i / size, red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** A piece of some image, enlarged to the whole of a picture. */
  BufferedImage piece(int width, int height, Chance chance) {
    BufferedImage image = face(chance.below(dataset.domains().size()), chance);
    int size = image.getWidth();
    int side = (int) Math.max(2, size * chance.between(MIN_PIECE, MAX_PIECE));
    int x = chance.below(size - side + 1);
    int y = chance.below(size - side + 1);
    return enlarged(image.getSubimage(x, y, side, side), width, height);
  }

  static BufferedImage enlarged(BufferedImage image, int width, int height) {
    BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return large;
  }
}
