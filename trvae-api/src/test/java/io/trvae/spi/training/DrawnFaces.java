package io.trvae.spi.training;

import io.trvae.DomainLabel;
import io.trvae.training.DomainDataset;
import java.util.List;
import java.util.Random;

/** Faces of 16x16 pixels, drawn by a few lines of code: shaded, flat, or in outline. */
public record DrawnFaces(List<DomainLabel> domains, int size, int imageSize)
    implements DomainDataset {

  private static final List<DomainLabel> KINDS =
      List.of(DomainLabel.of("shaded"), DomainLabel.of("flat"), DomainLabel.of("outline"));

  /** Draws the first kinds, the same number of each. */
  public static DrawnFaces of(int domains, int size) {
    return new DrawnFaces(KINDS.subList(0, domains), size, 16);
  }

  @Override
  public int size(int domain) {
    return size;
  }

  @Override
  public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
    Random random = new Random(1000L * domain + index);
    double skin = 0.4 + 0.5 * random.nextDouble();
    double radius = imageSize * (0.3 + 0.1 * random.nextDouble());
    double tilt = random.nextDouble() - 0.5;
    int plane = imageSize * imageSize;
    for (int y = 0; y < imageSize; y++) {
      for (int x = 0; x < imageSize; x++) {
        double dx = (mirrored ? imageSize - 1 - x : x) - imageSize / 2.0 + tilt;
        double dy = y - imageSize / 2.0;
        double distance = Math.hypot(dx, dy) / radius;
        boolean eye = Math.abs(Math.abs(dx) - radius / 2) < 1.2 && Math.abs(dy + 1) < 1;
        double value =
            switch (domain) {
              case 0 -> distance < 1 ? skin * (1 - 0.4 * distance + 0.1 * tilt * dx) : 0.2;
              case 1 -> distance < 1 ? skin : 0.9;
              default -> Math.abs(distance - 1) < 0.2 ? 0.1 : 1;
            };
        for (int channel = 0; channel < 3; channel++) {
          double shade = eye ? 0.05 : value * (1 - 0.15 * channel);
          target[offset + channel * plane + y * imageSize + x] = (float) shade;
        }
      }
    }
  }
}
