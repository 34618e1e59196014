package io.trvae.dl4j.internal.locating;

import io.trvae.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A photo at half its size, a quarter, and so on, so that faces of every size are seen at the size
 * that the network knows.
 *
 * <p>The photo is first resized to fit one of few canvases, which are compiled for; what it leaves
 * free there is filled with its mirror image.
 *
 * @param levels the largest first; each has half the width and height of the one before
 * @param scaleX pixels of the photo per pixel of the first level, to the right
 * @param scaleY pixels of the photo per pixel of the first level, downwards
 */
record Pyramid(List<Level> levels, double scaleX, double scaleY) {

  /** The longest side that is searched: smaller faces than a twentieth of it are not found. */
  private static final int LONGEST = 640;

  /** Smaller photos are searched at a size not much larger than their own. */
  private static final int SHORTEST = 160;

  /** Canvases are this much higher, or wider, from one to the next. */
  private static final int STEPS = 4;

  /** So long is the last level: a face as large as the whole photo has a known size there. */
  private static final int LAST = 40;

  /**
   * A picture.
   *
   * @param pixels row by row, three values in [0, 1] each
   */
  record Level(int width, int height, float[] pixels) {}

  static Pyramid of(RgbImage photo) {
    int longer = Math.max(photo.width(), photo.height());
    int length = SHORTEST;
    while (length < longer && length < LONGEST) {
      length *= 2;
    }
    double scale = (double) length / longer;
    int width = (int) Math.max(1, Math.round(photo.width() * scale));
    int height = (int) Math.max(1, Math.round(photo.height() * scale));
    Level level =
        onCanvas(photo.resize(width, height), canvas(width, length), canvas(height, length));
    List<Level> levels = new ArrayList<>();
    levels.add(level);
    for (; length > LAST; length /= 2) {
      level = half(level);
      levels.add(level);
    }
    return new Pyramid(levels, (double) photo.width() / width, (double) photo.height() / height);
  }

  private static int canvas(int side, int length) {
    int step = length / STEPS;
    return (side + step - 1) / step * step;
  }

  private static Level onCanvas(RgbImage picture, int width, int height) {
    byte[] rgb = picture.rgb();
    float[] pixels = new float[3 * width * height];
    for (int y = 0, to = 0; y < height; y++) {
      int row = mirrored(y, picture.height()) * picture.width();
      for (int x = 0; x < width; x++) {
        int from = 3 * (row + mirrored(x, picture.width()));
        for (int channel = 0; channel < 3; channel++) {
          pixels[to++] = (rgb[from + channel] & 0xff) / 255f;
        }
      }
    }
    return new Level(width, height, pixels);
  }

  private static int mirrored(int place, int length) {
    int within = place % (2 * length);
    return within < length ? within : 2 * length - 1 - within;
  }

  private static Level half(Level level) {
    int width = level.width / 2;
    int height = level.height / 2;
    float[] from = level.pixels;
    float[] pixels = new float[3 * width * height];
    int down = 3 * level.width;
    for (int y = 0, to = 0; y < height; y++) {
      for (int i = 2 * y * down; i < 2 * y * down + 6 * width; i += 6) {
        for (int at = i; at < i + 3; at++) {
          pixels[to++] = (from[at] + from[at + 3] + from[at + down] + from[at + down + 3]) / 4;
        }
      }
    }
    return new Level(width, height, pixels);
  }
}
