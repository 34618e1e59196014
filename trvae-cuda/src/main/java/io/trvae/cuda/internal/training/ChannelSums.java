package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;

/**
 * Sums over the pixels of a channel, of all images or of each.
 *
 * @param features whose shape counts
 * @param perImage whether each image has sums of its own
 */
record ChannelSums(Device device, GpuFeatures features, boolean perImage) {

  /** Channels of a block. */
  private static final int CHANNELS = 32;

  /** Fewer pixels are not worth a block. */
  private static final int PIXELS = 256;

  /**
   * Queues the sums of {@code first}, and behind them those of {@code first * (second - centre)}.
   *
   * @param second or 0, for the first sums alone
   * @param centre of each channel, or 0
   * @param both whether the centre is taken from {@code first} too
   * @param factor what the sums are multiplied with
   * @param to for each group of images one row, or two, of as many floats as a pixel's in memory
   */
  void queue(long first, long second, long centre, boolean both, float factor, long to) {
    int groups = perImage ? features.batch() : 1;
    int pixels = features.pixels() / groups;
    int tiles = Grid.divideUp(features.stride(), CHANNELS);
    int fair = 2 * device.processors() / (tiles * groups);
    int splits = Math.max(1, Math.min(fair, pixels / PIXELS));
    long partial = device.scratch((long) groups * splits * 2 * features.stride());
    device.launch(
        "sum_channels",
        new Grid(tiles, splits, groups),
        new Arguments()
            .addresses(first, second, centre, partial)
            .numbers(pixels, features.channels(), features.stride(), splits, both ? 1 : 0));
    int rows = second == 0 ? 1 : 2;
    int count = groups * rows * features.stride();
    device.launch(
        "finish_sums",
        count,
        new Arguments()
            .addresses(partial, to)
            .numbers(count, features.channels(), features.stride(), rows, splits)
            .factors(factor));
  }
}
