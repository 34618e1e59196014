package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.Kernel;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the points of a group's tiles with their matrices, one after the other, so that each
 * is read once for all images: a tile for each row, a channel for each column. oneDNN's
 * convolutions of 1 x 1 are faster at it than its products of matrices.
 */
final class GroupProducts {

  private final Compilation compilation;
  private final OneDnn oneDnn;

  /** For one image, for two, and so on. */
  private final List<convolution_forward.primitive_desc> bySize;

  private GroupProducts(Compilation compilation, List<convolution_forward.primitive_desc> bySize) {
    this.compilation = compilation;
    this.oneDnn = compilation.oneDnn;
    this.bySize = bySize;
  }

  /**
   * Describes products.
   *
   * @param rows of tiles in an image
   * @param tiles in a row
   * @return null if oneDNN has no layout of the matrices that is fast for every number of images
   */
  static @Nullable GroupProducts of(Compilation compilation, int rows, int tiles, int in, int out) {
    OneDnn oneDnn = compilation.oneDnn;
    List<convolution_forward.primitive_desc> bySize = new ArrayList<>();
    memory.desc matrix = oneDnn.any(out, in, 1, 1);
    for (int images = 1; images <= Compilation.GROUP; images++) {
      convolution_forward.primitive_desc product =
          description(
              oneDnn,
              oneDnn.channelsLast(1, in, (long) images * rows, tiles),
              matrix,
              oneDnn.channelsLast(1, out, (long) images * rows, tiles));
      if (!Compilation.isFast(product)) {
        return null;
      }
      matrix = oneDnn.own(product.weights_desc());
      bySize.add(product);
    }
    return new GroupProducts(compilation, bySize);
  }

  private static convolution_forward.primitive_desc description(
      OneDnn oneDnn, memory.desc source, memory.desc matrix, memory.desc target) {
    primitive_attr attributes = oneDnn.own(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    long[] one = {1, 1};
    long[] none = {0, 0};
    return oneDnn.own(
        new convolution_forward.primitive_desc(
            oneDnn.engine(),
            dnnl.prop_kind.forward_inference.value,
            dnnl.algorithm.convolution_direct.value,
            source,
            matrix,
            target,
            one,
            none,
            none,
            attributes,
            true));
  }

  /**
   * Compiles the products.
   *
   * @param matrices {@code [points][points][out][in]}
   */
  List<Task> tasks(PointRows before, PointRows after, float[] matrices) {
    List<Kernel> kernels = bySize.stream().map(compilation::kernel).toList();
    List<NativeTensor> packed = packed(before.channels(), after.channels(), matrices);
    List<Task> tasks = new ArrayList<>();
    for (Part part : Part.of(packed.size(), compilation.shards)) {
      List<Task> ofPart = new ArrayList<>();
      for (int size = 0; size < kernels.size(); size++) {
        memory.desc source = oneDnn.own(bySize.get(size).src_desc());
        memory.desc target = oneDnn.own(bySize.get(size).dst_desc());
        List<Task> inTurn = new ArrayList<>();
        for (int point = part.from(); point < part.to(); point++) {
          inTurn.add(
              compilation.task(
                  kernels.get(size),
                  part.index(),
                  List.of(
                      new Operand.Variable(dnnl.DNNL_ARG_SRC, before.place(point, source)),
                      new Operand.Constant(dnnl.DNNL_ARG_WEIGHTS, packed.get(point)),
                      new Operand.Variable(dnnl.DNNL_ARG_DST, after.place(point, target)))));
        }
        ofPart.add(new InTurn(inTurn));
      }
      tasks.add(new BySize(ofPart));
    }
    return tasks;
  }

  private List<NativeTensor> packed(int in, int out, float[] matrices) {
    memory.desc layout = oneDnn.own(bySize.get(0).weights_desc());
    List<NativeTensor> packed = new ArrayList<>();
    for (int from = 0; from < matrices.length; from += out * in) {
      float[] matrix = Arrays.copyOfRange(matrices, from, from + out * in);
      packed.add(compilation.packed(oneDnn.plain(out, in, 1, 1), matrix, layout));
    }
    return packed;
  }
}
