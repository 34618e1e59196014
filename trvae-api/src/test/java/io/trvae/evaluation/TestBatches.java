package io.trvae.evaluation;

import java.util.Arrays;
import java.util.Random;

/** Images to measure. */
final class TestBatches {

  private TestBatches() {}

  /** Uniform noise between two values. */
  static ImageBatch noise(int count, int size, double from, double to, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (from + (to - from) * random.nextDouble());
    }
    return ImageBatch.of(size, values);
  }

  /** Images of one colour each. */
  static ImageBatch plain(int size, float[]... colours) {
    float[] values = new float[colours.length * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      int plane = i / (size * size);
      values[i] = colours[plane / 3][plane % 3];
    }
    return ImageBatch.of(size, values);
  }

  static float[] grey(double value) {
    float[] colour = new float[3];
    Arrays.fill(colour, (float) value);
    return colour;
  }

  /** All values times a factor, plus a shift. */
  static ImageBatch scaled(ImageBatch images, double factor, double shift) {
    float[] values = images.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor + shift);
    }
    return ImageBatch.of(images.size(), values);
  }

  /** One value, read from the array that users see. */
  static double at(ImageBatch images, int image, int channel, int y, int x) {
    int size = images.size();
    return images.toArray()[((image * 3 + channel) * size + y) * size + x];
  }

  static double luminanceAt(ImageBatch images, int image, int y, int x) {
    return 0.299 * at(images, image, 0, y, x)
        + 0.587 * at(images, image, 1, y, x)
        + 0.114 * at(images, image, 2, y, x);
  }
}
