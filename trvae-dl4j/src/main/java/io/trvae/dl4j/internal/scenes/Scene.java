package io.trvae.dl4j.internal.scenes;

import io.trvae.face.Face;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A composed picture.
 *
 * @param picture of type {@link BufferedImage#TYPE_INT_RGB}
 * @param faces where its faces are, their confidences 1
 */
public record Scene(BufferedImage picture, List<Face> faces) {

  /** Copies the list. */
  public Scene {
    faces = List.copyOf(faces);
  }

  /**
   * Copies the picture.
   *
   * @param target receives {@code [3, height, width]}, values in [0, 1]
   * @param offset where it begins
   */
  public void copyTo(float[] target, int offset) {
    int width = picture.getWidth();
    int plane = width * picture.getHeight();
    int[] rgb = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    for (int i = 0; i < plane; i++) {
      target[offset + i] = (rgb[i] >> 16 & 0xff) / 255f;
      target[offset + plane + i] = (rgb[i] >> 8 & 0xff) / 255f;
      target[offset + 2 * plane + i] = (rgb[i] & 0xff) / 255f;
    }
  }
}
