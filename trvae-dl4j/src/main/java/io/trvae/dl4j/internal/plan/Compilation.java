package io.trvae.dl4j.internal.plan;

import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.Kernel;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.spi.inference.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.primitive_desc_base;

/** What all steps of one plan are compiled with, and what they add to. */
final class Compilation {

  /** Layers whose weights are larger than what they compute read them once for so many images. */
  static final int GROUP = 8;

  /** Rows that dense layers compute for groups of no more images: four take the time of one. */
  static final int FEW = 4;

  final OneDnn oneDnn;
  final Tensors tensors;

  /** The length of a label; 0 where the network knows no domains. */
  final int domains;

  final int shards;

  /** What weights and the features of an image are rounded to; sums are float32. */
  final data_type rounded;

  final PlanMemory memory = new PlanMemory();
  final List<LabelLane> lanes = new ArrayList<>();

  /** One scratchpad for each shard, for they run at the same time. */
  private final List<Integer> scratchpads = new ArrayList<>();

  /**
   * Starts a plan.
   *
   * @param oneDnn owns kernels and weights
   * @param tensors where the weights come from
   * @param domains the length of a label; 0 where the network knows no domains
   * @param shards into how many parts steps are cut
   * @param precision what to compute in
   */
  Compilation(OneDnn oneDnn, Tensors tensors, int domains, int shards, Precision precision) {
    this.oneDnn = oneDnn;
    this.tensors = tensors;
    this.domains = domains;
    this.shards = shards;
    this.rounded =
        switch (precision) {
          case FLOAT32 -> data_type.f32;
          case BFLOAT16 -> data_type.bf16;
          case TF32, FLOAT16 ->
              throw new UnsupportedOperationException("No plan in " + precision.id());
        };
    for (int i = 0; i < shards; i++) {
      scratchpads.add(memory.buffer(0));
    }
  }

  /** Returns what oneDNN calls the code that it would compute with, or nothing if it has none. */
  static String implementation(primitive_desc_base description) {
    return description.asBoolean() ? description.impl_info_str().getString() : "";
  }

  /** Returns a description that oneDNN has code for. */
  static <P extends primitive_desc_base> P supported(P description) {
    if (!description.asBoolean()) {
      throw new UnsupportedOperationException("oneDNN has no primitive for a layer");
    }
    return description;
  }

  /** Returns the layout in which a primitive wants its weights. */
  memory.desc weightLayout(primitive_desc_base description) {
    return oneDnn.own(supported(description).weights_desc());
  }

  /** Makes a primitive's code and gives it the scratchpad of a shard. */
  Task task(primitive_desc_base description, int shard, List<Operand> operands) {
    String implementation = implementation(supported(description));
    // Alone, or within another one: "ref:any", "conv:any+ref:any".
    if (implementation.contains("ref:")) {
      throw new UnsupportedOperationException(
          "oneDNN has no fast code for a layer on this processor, only '" + implementation + "'");
    }
    Kernel kernel = oneDnn.kernel(description);
    List<Operand> all = new ArrayList<>(operands);
    long size = kernel.scratchpad().get_size();
    if (size > 0) {
      int buffer = scratchpads.get(shard);
      memory.grow(buffer, size);
      all.add(
          new Operand.Variable(
              dnnl.DNNL_ARG_SCRATCHPAD, new Place(buffer, kernel.scratchpad(), 0, 0)));
    }
    return new KernelTask(kernel, all);
  }

  /**
   * Describes matrices that few rows are multiplied with.
   *
   * @param layout the fastest with AVX2. oneDNN 3.11 by itself puts 64 columns side by side, but
   *     has registers for a part of them at a time, and four rows take 1.6 times as long
   */
  memory.desc matrices(data_type type, memory.format_tag layout, long... dims) {
    return OneDnn.isAvx2() ? oneDnn.describe(type, layout, dims) : oneDnn.any(type, dims);
  }

  /** Copies a weight into the layout that a primitive asks for. */
  NativeTensor packed(memory.desc plain, float[] values, memory.desc layout) {
    NativeTensor packed = oneDnn.allocate(oneDnn.own(layout));
    try (OneDnn temporary = new OneDnn(oneDnn)) {
      NativeTensor source = temporary.allocate(temporary.own(new memory.desc(plain)));
      source.floats().put(values);
      temporary.copy(source, packed).run();
    }
    return packed;
  }

  NativeTensor bias(float[] values) {
    NativeTensor bias = oneDnn.allocate(oneDnn.plain(values.length));
    bias.floats().put(values);
    return bias;
  }

  /** Adds a buffer for features of the label, a row for each image of a group. */
  int lane(LabelFeatures.Computation features, int length) {
    int buffer = memory.buffer((long) GROUP * length * Float.BYTES);
    addLane(features, buffer, 0, length);
    return buffer;
  }

  /** Adds features of the label beside other values, the places in elements. */
  void addLane(LabelFeatures.Computation features, int buffer, int offset, int stride) {
    lanes.add(new LabelLane(new LabelFeatures(domains, features), buffer, offset, stride));
  }
}
