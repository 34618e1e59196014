package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Multiplies the points of {@link Winograd}'s tiles, each with its own matrix: a tile for each row,
 * a channel for each column. Where a group has places for all its images, their tiles are the rows
 * of one product, which reads the matrix once.
 */
final class PointProducts {

  private final Compilation compilation;
  private final OneDnn oneDnn;
  private final PointRows before;
  private final PointRows after;
  private final primitive_attr attributes;

  PointProducts(Compilation compilation, PointRows before, PointRows after) {
    this.compilation = compilation;
    this.oneDnn = compilation.oneDnn;
    this.before = before;
    this.after = after;
    attributes = oneDnn.own(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
  }

  /**
   * Compiles the products.
   *
   * @param matrices {@code [points][points][out][in]}
   */
  List<Task> tasks(float[] matrices) {
    List<Task> tasks = new ArrayList<>();
    for (Part part : Part.of(before.winograd().allPoints(), compilation.shards)) {
      tasks.add(task(part, matrices));
    }
    return tasks;
  }

  private Task task(Part part, float[] matrices) {
    int in = before.channels();
    int out = after.channels();
    memory.desc wanted =
        compilation.matrices(
            memory.data_type.f32, memory.format_tag.aCB16b32c, part.size(), in, out);
    matmul.primitive_desc ofOne = product(part, 1, wanted);
    // All numbers of images take the layout of the first: in another one they would add in another
    // order.
    memory.desc layout = compilation.weightLayout(ofOne);
    NativeTensor packed =
        compilation.packed(
            oneDnn.describe(memory.format_tag.acb, part.size(), in, out),
            Arrays.copyOfRange(matrices, part.from() * in * out, part.to() * in * out),
            layout);
    List<Task> bySize = new ArrayList<>();
    for (int images = 1; images <= before.images(); images++) {
      bySize.add(
          compilation.task(
              images == 1 ? ofOne : product(part, images, layout),
              part.index(),
              List.of(
                  new Operand.Variable(dnnl.DNNL_ARG_SRC, points(before, part, images)),
                  new Operand.Constant(dnnl.DNNL_ARG_WEIGHTS, packed),
                  new Operand.Variable(dnnl.DNNL_ARG_DST, points(after, part, images)))));
    }
    return new BySize(bySize);
  }

  private matmul.primitive_desc product(Part part, int images, memory.desc weights) {
    return new matmul.primitive_desc(
        oneDnn.engine(),
        points(before, part, images).description(),
        weights,
        points(after, part, images).description(),
        attributes,
        true);
  }

  private Place points(PointRows of, Part part, int images) {
    long tiles = (long) of.tileRows() * of.tiles();
    memory.desc description =
        oneDnn.strided(
            memory.data_type.f32,
            new long[] {part.size(), images * tiles, of.channels()},
            new long[] {of.images() * tiles * of.channels(), of.channels(), 1});
    return of.place(part.from(), description);
  }
}
