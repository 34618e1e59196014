package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * Multiplies a group's vectors with some columns of a dense layer: few rows, or as many as a group
 * may have.
 */
final class DenseProduct {

  private final Compilation compilation;
  private final OneDnn oneDnn;
  private final VectorSteps.Rows source;
  private final int in;
  private final VectorSteps.Rows target;
  private final Part columns;
  private final Epilogue epilogue;
  private final int channels;

  /** The buffer of each array of a label's scales or shifts. */
  private final Map<String, Integer> labelBuffers = new HashMap<>();

  /**
   * Starts a product.
   *
   * @param in columns of the source that are multiplied
   * @param columns of the target that are computed
   * @param channels of the target, which lie innermost
   */
  DenseProduct(
      Compilation compilation,
      VectorSteps.Rows source,
      int in,
      VectorSteps.Rows target,
      Part columns,
      Epilogue epilogue,
      int channels) {
    this.compilation = compilation;
    this.oneDnn = compilation.oneDnn;
    this.source = source;
    this.in = in;
    this.target = target;
    this.columns = columns;
    this.epilogue = epilogue;
    this.channels = channels;
  }

  /**
   * Compiles the product.
   *
   * @param weight of the layer, {@code [out][in]}
   * @param bias of the layer
   */
  Task task(float[] weight, float[] bias) {
    // Of the source's type: with bfloat16 weights for a float32 source oneDNN 3.11 computes
    // nonsense from 1024 rows on.
    Computed few =
        computed(
            Compilation.FEW,
            compilation.matrices(source.type(), memory.format_tag.BA16a16b, in, columns.size()));
    // All take the layout of the few: in another one they would add in another order.
    memory.desc layout = compilation.weightLayout(few.description);
    Computed all = computed(Compilation.GROUP, layout);
    int from = columns.from();
    int to = columns.to();
    List<Operand> constants =
        List.of(
            new Operand.Constant(
                dnnl.DNNL_ARG_WEIGHTS,
                compilation.packed(
                    oneDnn.describe(memory.format_tag.ba, in, columns.size()),
                    Arrays.copyOfRange(weight, from * in, to * in),
                    layout)),
            new Operand.Constant(
                dnnl.DNNL_ARG_BIAS, compilation.bias(Arrays.copyOfRange(bias, from, to))));
    List<Task> bySize = new ArrayList<>();
    bySize.addAll(Collections.nCopies(Compilation.FEW, task(few, constants)));
    bySize.addAll(Collections.nCopies(Compilation.GROUP - Compilation.FEW, task(all, constants)));
    return new BySize(bySize);
  }

  /** The product for a number of rows, and what it reads and writes besides weights. */
  private record Computed(matmul.primitive_desc description, List<Operand> operands) {}

  private Computed computed(int rows, memory.desc weights) {
    Place vectors = place(source, rows, 0, in);
    Place results = place(target, rows, columns.from(), columns.size());
    Epilogue.PostOps postOps = epilogue.postOps(oneDnn, (affine, array) -> labelArray(array, rows));
    List<Operand> operands = new ArrayList<>(postOps.operands());
    operands.add(new Operand.Variable(dnnl.DNNL_ARG_SRC, vectors));
    operands.add(new Operand.Variable(dnnl.DNNL_ARG_DST, results));
    return new Computed(
        new matmul.primitive_desc(
            oneDnn.engine(),
            vectors.description(),
            weights,
            oneDnn.plain(1, columns.size()),
            results.description(),
            postOps.attributes(),
            true),
        operands);
  }

  private Task task(Computed computed, List<Operand> constants) {
    List<Operand> operands = new ArrayList<>(computed.operands);
    operands.addAll(constants);
    return compilation.task(computed.description, columns.index(), operands);
  }

  private Place place(VectorSteps.Rows of, int rows, int from, int width) {
    memory.desc description =
        oneDnn.strided(of.type(), new long[] {rows, width}, new long[] {of.stride(), 1});
    return new Place(of.buffer(), description, OneDnn.bytes(of.type(), from), 0);
  }

  private Place labelArray(String array, int rows) {
    int buffer = labelBuffers.computeIfAbsent(array, this::labelBuffer);
    return new Place(buffer, oneDnn.plain(rows, columns.size()), 0, 0);
  }

  private int labelBuffer(String array) {
    float[] perChannel = compilation.tensors.tensor(array).toFloats();
    int length = columns.size();
    float[] perElement = new float[compilation.domains * length];
    for (int domain = 0; domain < compilation.domains; domain++) {
      for (int i = 0; i < length; i++) {
        perElement[domain * length + i] =
            perChannel[domain * channels + (columns.from() + i) % channels];
      }
    }
    return compilation.lane(new LabelBlend(perElement, length), length);
  }
}
