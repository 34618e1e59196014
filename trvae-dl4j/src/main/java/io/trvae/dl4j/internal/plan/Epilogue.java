package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The element-by-element layers after a linear one, computed before its results are stored. */
final class Epilogue {

  /** Finds room for an array of a label's scales or shifts. */
  @FunctionalInterface
  interface LabelArrays {
    /**
     * Returns where a session has it.
     *
     * @param affine the layer
     * @param array the name of the array, with one row per domain
     */
    Place place(Layer.LabelAffine affine, String array);
  }

  /** What a primitive is made with, and the operands that it then needs. */
  record PostOps(primitive_attr attributes, List<Operand> operands) {}

  private final List<Layer> layers = new ArrayList<>();

  static boolean takes(Layer layer) {
    return layer instanceof Layer.LabelAffine
        || layer instanceof Layer.LeakyRelu
        || layer instanceof Layer.Tanh
        || layer instanceof Layer.Affine;
  }

  void add(Layer layer) {
    layers.add(layer);
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }

  /** Tells whether this is a leaky rectifier or nothing. */
  boolean isAtMostRectifier() {
    return layers.stream().allMatch(layer -> layer instanceof Layer.LeakyRelu) && layers.size() < 2;
  }

  /** Returns the slope of that rectifier, 1 if there is none. */
  float slope() {
    return layers.isEmpty() ? 1 : ((Layer.LeakyRelu) layers.get(0)).slope();
  }

  boolean dependsOnLabel() {
    return layers.stream().anyMatch(layer -> layer instanceof Layer.LabelAffine);
  }

  PostOps postOps(OneDnn oneDnn, LabelArrays arrays) {
    post_ops chain = oneDnn.own(new post_ops());
    List<Operand> operands = new ArrayList<>();
    int position = 0;
    for (Layer layer : layers) {
      if (layer instanceof Layer.LabelAffine affine) {
        Place scale = arrays.place(affine, affine.name() + ".weight");
        Place shift = arrays.place(affine, affine.name() + ".bias");
        chain.append_binary(dnnl.algorithm.binary_mul, scale.description());
        operands.add(new Operand.Variable(secondSource(position++), scale));
        chain.append_binary(dnnl.algorithm.binary_add, shift.description());
        operands.add(new Operand.Variable(secondSource(position++), shift));
      } else {
        append(chain, layer);
        position++;
      }
    }
    primitive_attr attributes = oneDnn.own(new primitive_attr());
    attributes.set_post_ops(chain);
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return new PostOps(attributes, operands);
  }

  private static void append(post_ops chain, Layer layer) {
    if (layer instanceof Layer.LeakyRelu relu) {
      chain.append_eltwise(dnnl.algorithm.eltwise_relu, relu.slope(), 0);
    } else if (layer instanceof Layer.Tanh) {
      chain.append_eltwise(dnnl.algorithm.eltwise_tanh, 0, 0);
    } else if (layer instanceof Layer.Affine affine) {
      chain.append_eltwise(dnnl.algorithm.eltwise_linear, affine.scale(), affine.shift());
    } else {
      throw new IllegalArgumentException("No post-op for " + layer);
    }
  }

  private static int secondSource(int position) {
    return dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (position + 1) | dnnl.DNNL_ARG_SRC_1;
  }
}
