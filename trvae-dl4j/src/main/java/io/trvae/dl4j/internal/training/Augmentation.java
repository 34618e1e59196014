package io.trvae.dl4j.internal.training;

import io.trvae.spi.training.BatchSource;
import io.trvae.spi.training.Noise;
import java.util.Random;

/**
 * Changes images at random in ways that leave their domain what it is, so that a classifier cannot
 * go by framing, exposure, sharpness or the traces of compression.
 *
 * <p>Each image is shifted by up to a sixteenth of its side, its edges repeated; brightness,
 * contrast and saturation change by up to a fifth to a third; half of the images are blurred, and
 * half get noise. Mirroring is the {@link BatchSource}'s.
 */
final class Augmentation {

  /** Draws that neither a network nor a {@link BatchSource} makes. */
  private static final int DRAW = Integer.MIN_VALUE;

  private static final double BRIGHTNESS = 0.2;
  private static final double CONTRAST = 0.3;
  private static final double SATURATION = 0.3;
  private static final double BLUR = 1.5;
  private static final double NOISE = 0.05;
  private static final int RADIUS = 3;

  private final int size;
  private final long seed;

  Augmentation(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** Changes the images of a step, {@code [n, 3, size, size]}, in place. */
  void apply(float[] images, long step) {
    Random random = Noise.random(seed, step, DRAW);
    float[] spare = new float[size * size];
    for (int image = 0; image < images.length; image += 3 * size * size) {
      int reach = size / 16;
      int right = random.nextInt(2 * reach + 1) - reach;
      int down = random.nextInt(2 * reach + 1) - reach;
      float[] kernel = random.nextBoolean() ? gaussian(BLUR * random.nextDouble()) : null;
      for (int channel = 0; channel < 3; channel++) {
        int plane = image + channel * size * size;
        shift(images, plane, right, down, spare);
        if (kernel != null) {
          blur(images, plane, kernel, spare);
        }
      }
      changeColours(images, image, random);
      if (random.nextBoolean()) {
        addNoise(images, image, (float) (NOISE * random.nextDouble()), random);
      }
    }
  }

  private void shift(float[] images, int plane, int right, int down, float[] spare) {
    System.arraycopy(images, plane, spare, 0, spare.length);
    for (int y = 0; y < size; y++) {
      int row = clamp(y - down) * size;
      for (int x = 0; x < size; x++) {
        images[plane + y * size + x] = spare[row + clamp(x - right)];
      }
    }
  }

  private int clamp(int place) {
    return Math.max(0, Math.min(size - 1, place));
  }

  private static float[] gaussian(double deviation) {
    float[] kernel = new float[2 * RADIUS + 1];
    double sum = 0;
    for (int i = -RADIUS; i <= RADIUS; i++) {
      sum += Math.exp(-i * i / (2 * deviation * deviation + 1e-6));
    }
    for (int i = -RADIUS; i <= RADIUS; i++) {
      kernel[i + RADIUS] = (float) (Math.exp(-i * i / (2 * deviation * deviation + 1e-6)) / sum);
    }
    return kernel;
  }

  /** Filters rows into the spare plane, then its columns. */
  private void blur(float[] images, int plane, float[] kernel, float[] spare) {
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        float sum = 0;
        for (int i = -RADIUS; i <= RADIUS; i++) {
          sum += kernel[i + RADIUS] * images[plane + y * size + clamp(x + i)];
        }
        spare[y * size + x] = sum;
      }
    }
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        float sum = 0;
        for (int i = -RADIUS; i <= RADIUS; i++) {
          sum += kernel[i + RADIUS] * spare[clamp(y + i) * size + x];
        }
        images[plane + y * size + x] = sum;
      }
    }
  }

  /** Contrast is the distance from mid-grey, saturation that of each pixel from its own grey. */
  private void changeColours(float[] images, int image, Random random) {
    float brightness = symmetric(BRIGHTNESS, random);
    float contrast = 1 + symmetric(CONTRAST, random);
    float saturation = 1 + symmetric(SATURATION, random);
    int plane = size * size;
    for (int red = image; red < image + plane; red++) {
      int green = red + plane;
      int blue = green + plane;
      float grey = (images[red] + images[green] + images[blue]) / 3;
      float moved = 0.5f + contrast * (grey - 0.5f) + brightness;
      float colour = contrast * saturation;
      images[red] = moved + colour * (images[red] - grey);
      images[green] = moved + colour * (images[green] - grey);
      images[blue] = moved + colour * (images[blue] - grey);
    }
  }

  private static float symmetric(double reach, Random random) {
    return (float) (reach * (2 * random.nextDouble() - 1));
  }

  private void addNoise(float[] images, int image, float deviation, Random random) {
    for (int i = image; i < image + 3 * size * size; i++) {
      images[i] += deviation * (float) random.nextGaussian();
    }
  }
}
