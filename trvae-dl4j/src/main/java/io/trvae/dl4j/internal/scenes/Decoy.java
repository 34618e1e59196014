package io.trvae.dl4j.internal.scenes;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Makes images that look like faces in all but this, so that colours, sharpness and cuts tell
 * nothing.
 *
 * @param images what they are made from
 * @param backdrop what else they are made from
 */
record Decoy(SourceImages images, Backdrop backdrop) {

  private static final int BLOCKS = 4;

  BufferedImage image(Chance chance) {
    int size = images.dataset().imageSize();
    return switch (chance.below(3)) {
      case 0 -> backdrop.paint(size, size, chance);
      case 1 -> images.piece(size, size, chance);
      default ->
          shuffled(images.face(chance.below(images.dataset().domains().size()), chance), chance);
    };
  }

  /** A face whose parts are not where they belong. */
  private static BufferedImage shuffled(BufferedImage face, Chance chance) {
    int block = Math.max(1, face.getWidth() / BLOCKS);
    BufferedImage image =
        new BufferedImage(face.getWidth(), face.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < BLOCKS * BLOCKS; i++) {
      int from = chance.below(BLOCKS * BLOCKS);
      graphics.drawImage(
          face.getSubimage(from % BLOCKS * block, from / BLOCKS * block, block, block),
          i % BLOCKS * block,
          i / BLOCKS * block,
          null);
    }
    graphics.dispose();
    return image;
  }
}
