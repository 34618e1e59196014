package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Compiles convolutions of 3 x 3 by {@link Winograd}'s method, in three steps: transform the image,
 * multiply the matrices of each point, transform back.
 */
final class WinogradSteps {

  private static final int ALL_POINTS = Winograd.POINTS * Winograd.POINTS;

  /** With fewer, reading the kernels, four times as large, takes longer than is won. */
  private static final int MIN_TILES = 16;

  /** With fewer, the transformations take longer than is won. */
  private static final int MIN_CHANNELS = 32;

  private final Compilation compilation;
  private final OneDnn oneDnn;
  private final int points;
  private final int products;

  WinogradSteps(Compilation compilation) {
    this.compilation = compilation;
    this.oneDnn = compilation.oneDnn;
    points = compilation.memory.buffer(0);
    products = compilation.memory.buffer(0);
  }

  /** Tells whether a convolution is faster this way. */
  static boolean suit(Layer.Conv2d conv, Shape image) {
    return conv.kernel() == 3
        && conv.stride() == 1
        && conv.padBefore() == 1
        && conv.padAfter() == 1
        && Math.min(conv.in(), conv.out()) >= MIN_CHANNELS
        && image.height() % Winograd.OUTPUTS == 0
        && image.width() % Winograd.OUTPUTS == 0
        && tiles(image) >= MIN_TILES;
  }

  private static int tiles(Shape image) {
    return image.height() / Winograd.OUTPUTS * (image.width() / Winograd.OUTPUTS);
  }

  /**
   * Compiles a convolution.
   *
   * @param order of its first step
   * @param slope of the leaky rectifier behind it, 1 for none
   */
  List<PlannedStep> steps(
      PlannedStep.Order order,
      Place source,
      Shape in,
      float[] weight,
      float[] bias,
      float slope,
      Place target,
      Shape out) {
    int tileRow = in.width() / Winograd.OUTPUTS;
    compilation.memory.growTileRow(tileRow * Math.max(in.channels(), out.channels()));
    float[] biases = new float[tileRow * bias.length];
    for (int tile = 0; tile < tileRow; tile++) {
      System.arraycopy(bias, 0, biases, tile * bias.length, bias.length);
    }
    int rows = in.height() / Winograd.OUTPUTS;
    PointRows before = new PointRows(points, rows, tileRow * in.channels());
    PointRows after = new PointRows(products, rows, biases.length);
    Function<Part, Task> input = part -> new WinogradInput(source, in, before, part);
    Function<Part, Task> output =
        part -> new WinogradOutput(after, biases, slope, target, out, part);
    List<Part> parts = Part.of(rows, compilation.shards);
    List<Task> multiplications = multiplications(in, weight, out);
    return List.of(
        step(order, input, rows, parts),
        new PlannedStep(PlannedStep.Order.GO_ON, multiplications, multiplications),
        step(PlannedStep.Order.GO_ON, output, rows, parts));
  }

  private static PlannedStep step(
      PlannedStep.Order order, Function<Part, Task> task, int rows, List<Part> parts) {
    return new PlannedStep(
        order, List.of(task.apply(Part.whole(rows))), parts.stream().map(task).toList());
  }

  private List<Task> multiplications(Shape in, float[] weight, Shape out) {
    int tiles = tiles(in);
    float[] kernels = Winograd.kernels(weight, out.channels(), in.channels());
    int kernel = in.channels() * out.channels();
    compilation.memory.grow(points, bytes(ALL_POINTS * tiles * in.channels()));
    compilation.memory.grow(products, bytes(ALL_POINTS * tiles * out.channels()));
    primitive_attr attributes = oneDnn.own(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    List<Task> tasks = new ArrayList<>();
    for (Part part : Part.of(ALL_POINTS, compilation.shards)) {
      int from = part.from();
      int count = part.size();
      Place source = matrices(points, from, count, tiles, in.channels());
      Place product = matrices(products, from, count, tiles, out.channels());
      var description =
          new matmul.primitive_desc(
              oneDnn.engine(),
              source.description(),
              oneDnn.any(count, in.channels(), out.channels()),
              product.description(),
              attributes,
              true);
      NativeTensor packed =
          compilation.packed(
              oneDnn.plain(count, in.channels(), out.channels()),
              Arrays.copyOfRange(kernels, from * kernel, part.to() * kernel),
              oneDnn.own(description.weights_desc()));
      tasks.add(
          compilation.task(
              description,
              part.index(),
              List.of(
                  new Operand.Variable(dnnl.DNNL_ARG_SRC, source),
                  new Operand.Constant(dnnl.DNNL_ARG_WEIGHTS, packed),
                  new Operand.Variable(dnnl.DNNL_ARG_DST, product))));
    }
    return tasks;
  }

  private Place matrices(int buffer, int from, int count, int rows, int columns) {
    memory.desc description = oneDnn.plain(count, rows, columns);
    return new Place(buffer, description, bytes(from * rows * columns), 0);
  }

  private static long bytes(int elements) {
    return (long) elements * Float.BYTES;
  }
}
