package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import io.trvae.spi.inference.LabelChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * Compiles the dense layers, which work on a group of images at once: their weights are larger than
 * what they compute.
 */
final class VectorSteps {

  /** Fewer columns are not worth a thread. */
  private static final int MIN_COLUMNS = 64;

  /** Vectors of a group: a row each, in a buffer whose rows may be wider. */
  record Rows(int buffer, int width, int stride, memory.data_type type) {}

  private final Compilation compilation;
  private final List<PlannedStep> steps = new ArrayList<>();
  private Rows rows;

  /** In what shape the vectors stand: flat, or that of an image with the channels innermost. */
  private Shape shape;

  VectorSteps(Compilation compilation, Rows rows, Shape shape) {
    this.compilation = compilation;
    this.rows = rows;
    this.shape = shape;
  }

  List<PlannedStep> steps() {
    return steps;
  }

  Rows rows() {
    return rows;
  }

  Shape shape() {
    return shape;
  }

  /** Makes room for vectors and the label's features behind them. */
  static Rows allocate(Compilation compilation, int width, int labelWidth) {
    return allocate(compilation, width, width + labelWidth, memory.data_type.f32);
  }

  /** Makes room for vectors of a type. */
  static Rows allocate(Compilation compilation, int width, memory.data_type type) {
    return allocate(compilation, width, width, type);
  }

  private static Rows allocate(
      Compilation compilation, int width, int stride, memory.data_type type) {
    long bytes = OneDnn.bytes(type, (long) Compilation.GROUP * stride);
    return new Rows(compilation.memory.buffer(bytes), width, stride, type);
  }

  /** Compiles layers up to the one that makes images of vectors; returns how many it took. */
  int add(List<FoldedLayer> layers) {
    int next = 0;
    while (next < layers.size() && layers.get(next).layer() instanceof Layer.Dense dense) {
      next = dense(dense, layers, next);
    }
    return next;
  }

  private int dense(Layer.Dense dense, List<FoldedLayer> layers, int at) {
    float[] weight = folded(dense, layers.get(at));
    float[] bias = layers.get(at).bias(compilation.tensors);
    Shape out = Shape.flat(dense.out());
    Epilogue epilogue = new Epilogue();
    int next = at + 1;
    for (; next < layers.size(); next++) {
      Layer layer = layers.get(next).layer();
      if (layer instanceof Layer.Reshape reshape && out.isFlat()) {
        out = reshape.shape();
        weight = KernelWeights.channelsLast(weight, out.channels(), dense.in());
        bias = KernelWeights.channelsLast(bias, out.channels(), 1);
      } else if (layer instanceof Layer.BatchNorm && epilogue.isEmpty()) {
        float[] scale = layers.get(next).weight(compilation.tensors);
        float[] shift = layers.get(next).bias(compilation.tensors);
        for (int row = 0; row < bias.length; row++) {
          int channel = row % scale.length;
          bias[row] = bias[row] * scale[channel] + shift[channel];
          for (int i = 0; i < dense.in(); i++) {
            weight[row * dense.in() + i] *= scale[channel];
          }
        }
      } else if (Epilogue.takes(layer)) {
        epilogue.add(layer);
      } else {
        break;
      }
    }
    LabelFeatures.Computation label = null;
    int labelWidth = 0;
    if (next < layers.size() && layers.get(next).layer() instanceof Layer.ConcatLabel concat) {
      label = new LabelChain(concat.embedding(), compilation.tensors)::of;
      labelWidth = concat.outputShape(out, compilation.domains).size() - out.size();
      next++;
    }
    Rows target = allocate(compilation, out.size(), labelWidth);
    if (label != null) {
      compilation.addLane(label, target.buffer(), target.width(), target.stride());
    }
    multiply(dense, weight, bias, epilogue, out.channels(), target);
    rows = target;
    shape = out;
    return next;
  }

  /** Reads a weight, its columns in the order in which the vectors stand. */
  private float[] folded(Layer.Dense dense, FoldedLayer layer) {
    float[] weight = layer.weight(compilation.tensors);
    if (!shape.isFlat()) {
      int in = dense.in();
      for (int row = 0; row < dense.out(); row++) {
        float[] columns = Arrays.copyOfRange(weight, row * in, (row + 1) * in);
        float[] ordered = KernelWeights.channelsLast(columns, shape.channels(), 1);
        System.arraycopy(ordered, 0, weight, row * in, in);
      }
    }
    return weight;
  }

  private void multiply(
      Layer.Dense dense,
      float[] weight,
      float[] bias,
      Epilogue epilogue,
      int channels,
      Rows target) {
    // With post-ops that take an array, oneDNN has no fast code for a part of the columns.
    int parts = epilogue.dependsOnLabel() ? 1 : compilation.shards;
    List<Task> tasks = new ArrayList<>();
    for (Part columns : Part.of(dense.out(), Math.min(parts, dense.out() / MIN_COLUMNS))) {
      tasks.add(
          new DenseProduct(compilation, rows, dense.in(), target, columns, epilogue, channels)
              .task(weight, bias));
    }
    steps.add(new PlannedStep(PlannedStep.Order.TOGETHER, tasks, tasks));
  }
}
