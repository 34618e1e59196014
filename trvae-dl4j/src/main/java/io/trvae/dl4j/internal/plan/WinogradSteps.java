package io.trvae.dl4j.internal.plan;

import io.trvae.network.Layer;
import io.trvae.network.Shape;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiles convolutions of 3 x 3 by {@link Winograd}'s method, in three steps: transform the image,
 * multiply each point with its own matrix, transform back.
 */
final class WinogradSteps {

  /** With fewer, reading the kernels, four times as large, takes longer than is won. */
  private static final int MIN_TILES = 16;

  /** With fewer, the transformations take longer than is won. */
  private static final int MIN_CHANNELS = 32;

  /** The same for small tiles, by which less is won. */
  private static final int MIN_CHANNELS_OF_SMALL_TILES = 256;

  private final Compilation compilation;
  private final int points;
  private final int products;

  WinogradSteps(Compilation compilation) {
    this.compilation = compilation;
    points = compilation.memory.buffer(0);
    products = compilation.memory.buffer(0);
  }

  /**
   * Returns by which tiles a convolution is faster than by the sums over its kernels, or null.
   *
   * @param heavy whether a group of images is at hand, and reads the weights once
   */
  static @Nullable Winograd suitable(Layer.Conv2d conv, Shape image, boolean heavy) {
    int channels = Math.min(conv.in(), conv.out());
    if (conv.kernel() != 3
        || conv.stride() != 1
        || conv.padBefore() != 1
        || conv.padAfter() != 1
        || channels < MIN_CHANNELS) {
      return null;
    }
    if (tiles(Winograd.F4X4, image) >= MIN_TILES) {
      return Winograd.F4X4;
    }
    return heavy && channels >= MIN_CHANNELS_OF_SMALL_TILES && tiles(Winograd.F2X2, image) > 0
        ? Winograd.F2X2
        : null;
  }

  /** Returns into how many tiles an image is cut, 0 where it can't be. */
  private static int tiles(Winograd winograd, Shape image) {
    int outputs = winograd.outputs();
    return image.height() % outputs == 0 && image.width() % outputs == 0
        ? image.height() / outputs * (image.width() / outputs)
        : 0;
  }

  /**
   * Compiles a convolution.
   *
   * @param order of its first step
   * @param heavy whether each image of a group has its own place, and the weights are read once
   * @param slope of the leaky rectifier behind it, 1 for none
   */
  List<PlannedStep> steps(
      Winograd winograd,
      PlannedStep.Order order,
      boolean heavy,
      Place source,
      Shape in,
      float[] weight,
      float[] bias,
      float slope,
      Place target,
      Shape out) {
    int rows = in.height() / winograd.outputs();
    int tiles = in.width() / winograd.outputs();
    int images = heavy ? Compilation.GROUP : 1;
    PointRows before = new PointRows(winograd, points, images, rows, tiles, in.channels());
    PointRows after = new PointRows(winograd, products, images, rows, tiles, out.channels());
    for (PointRows each : List.of(before, after)) {
      compilation.memory.grow(each.buffer(), each.bytes());
      compilation.memory.growTileRow(each.lanes());
    }
    float[] biases = new float[after.lanes()];
    for (int tile = 0; tile < tiles; tile++) {
      System.arraycopy(bias, 0, biases, tile * bias.length, bias.length);
    }
    Function<Part, Task> input = part -> new WinogradInput(source, in, before, part);
    Function<Part, Task> output =
        part -> new WinogradOutput(after, biases, slope, target, out, part);
    List<Part> parts = Part.of(rows, compilation.shards);
    float[] matrices = winograd.kernels(weight, out.channels(), in.channels());
    List<Task> multiplications = new PointProducts(compilation, before, after).tasks(matrices);
    return List.of(
        step(order, input, rows, parts),
        new PlannedStep(
            heavy ? PlannedStep.Order.TOGETHER : PlannedStep.Order.GO_ON,
            multiplications,
            multiplications),
        step(heavy ? PlannedStep.Order.LINE_UP : PlannedStep.Order.GO_ON, output, rows, parts));
  }

  private static PlannedStep step(
      PlannedStep.Order order, Function<Part, Task> task, int rows, List<Part> parts) {
    return new PlannedStep(
        order, List.of(task.apply(Part.whole(rows))), parts.stream().map(task).toList());
  }
}
