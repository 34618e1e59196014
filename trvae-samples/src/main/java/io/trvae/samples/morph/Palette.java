package io.trvae.samples.morph;

import io.trvae.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Reduces a picture to 256 colours of its own.
 *
 * <p>The pixels are cut in two again and again: always the group with the largest squared error,
 * across the channel that has most of it, at that channel's mean (after Wan, Prusinkiewicz and Wong
 * 1990, "Variance-based color image quantization for frame buffer display"). Each group becomes its
 * mean. Nothing is dithered: noise that changes from frame to frame would flicker.
 */
final class Palette {

  private static final int COLOURS = 256;

  private final byte[] rgb;

  /** The pixels, those of a group side by side. */
  private final int[] pixels;

  private Palette(RgbImage image) {
    this.rgb = image.rgb();
    this.pixels = IntStream.range(0, rgb.length / 3).toArray();
  }

  /** Returns the picture with an {@link IndexColorModel} of at most 256 colours. */
  static BufferedImage reduce(RgbImage image) {
    return new Palette(image).reduce(image.width(), image.height());
  }

  private BufferedImage reduce(int width, int height) {
    PriorityQueue<Group> groups =
        new PriorityQueue<>(Comparator.comparingDouble((Group group) -> -group.error));
    groups.add(group(0, pixels.length));
    while (groups.size() < COLOURS && groups.element().error > 0) {
      Group widest = groups.remove();
      int middle = split(widest);
      groups.add(group(widest.start, middle));
      groups.add(group(middle, widest.end));
    }
    byte[] colours = new byte[3 * groups.size()];
    byte[] indices = new byte[pixels.length];
    int index = 0;
    for (Group group : groups) {
      for (int channel = 0; channel < 3; channel++) {
        colours[3 * index + channel] = (byte) Math.round(group.means[channel]);
      }
      for (int i = group.start; i < group.end; i++) {
        indices[pixels[i]] = (byte) index;
      }
      index++;
    }
    BufferedImage reduced =
        new BufferedImage(
            width,
            height,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, groups.size(), colours, 0, false));
    reduced.getRaster().setDataElements(0, 0, width, height, indices);
    return reduced;
  }

  private Group group(int start, int end) {
    double[] means = new double[3];
    int widest = 0;
    double error = -1;
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = start; i < end; i++) {
        int level = level(pixels[i], channel);
        sum += level;
        squares += level * level;
      }
      means[channel] = sum / (end - start);
      double ownError = squares - sum * means[channel];
      if (ownError > error) {
        error = ownError;
        widest = channel;
      }
    }
    return new Group(start, end, means, widest, error);
  }

  /** Moves pixels at most as bright as the mean to the front; returns where the others begin. */
  private int split(Group group) {
    int front = group.start;
    for (int i = group.start; i < group.end; i++) {
      int pixel = pixels[i];
      if (level(pixel, group.widest) <= group.means[group.widest]) {
        pixels[i] = pixels[front];
        pixels[front] = pixel;
        front++;
      }
    }
    return front;
  }

  private int level(int pixel, int channel) {
    return rgb[3 * pixel + channel] & 0xff;
  }

  /**
   * Pixels that get one colour.
   *
   * @param start the first of them
   * @param end behind the last
   * @param means the mean of each channel
   * @param widest the channel that varies most
   * @param error the sum of its squared distances from the mean
   */
  private record Group(int start, int end, double[] means, int widest, double error) {}
}
