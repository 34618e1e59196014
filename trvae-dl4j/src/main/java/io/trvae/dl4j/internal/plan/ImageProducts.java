package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Multiplies the points of one image's tiles with their matrices: a tile for each row, a channel
 * for each column. One primitive takes many points, for a call costs more than a small product.
 */
final class ImageProducts {

  private final Compilation compilation;
  private final OneDnn oneDnn;
  private final PointRows before;
  private final PointRows after;

  ImageProducts(Compilation compilation, PointRows before, PointRows after) {
    this.compilation = compilation;
    this.oneDnn = compilation.oneDnn;
    this.before = before;
    this.after = after;
  }

  /**
   * Compiles the products.
   *
   * @param matrices {@code [points][points][out][in]}
   */
  List<Task> tasks(float[] matrices) {
    return Part.of(before.winograd().allPoints(), compilation.shards).stream()
        .map(part -> task(part, matrices))
        .toList();
  }

  private Task task(Part part, float[] matrices) {
    int in = before.channels();
    int out = after.channels();
    Place source = points(before, part);
    Place target = points(after, part);
    primitive_attr attributes = oneDnn.own(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    var description =
        new matmul.primitive_desc(
            oneDnn.engine(),
            source.description(),
            oneDnn.any(part.size(), in, out),
            target.description(),
            attributes,
            true);
    NativeTensor packed =
        compilation.packed(
            oneDnn.describe(memory.format_tag.acb, part.size(), in, out),
            Arrays.copyOfRange(matrices, part.from() * in * out, part.to() * in * out),
            oneDnn.own(description.weights_desc()));
    return compilation.task(
        description,
        part.index(),
        List.of(
            new Operand.Variable(dnnl.DNNL_ARG_SRC, source),
            new Operand.Constant(dnnl.DNNL_ARG_WEIGHTS, packed),
            new Operand.Variable(dnnl.DNNL_ARG_DST, target)));
  }

  private Place points(PointRows of, Part part) {
    int tiles = of.tileRows() * of.tiles();
    return of.place(part.from(), oneDnn.plain(part.size(), tiles, of.channels()));
  }
}
