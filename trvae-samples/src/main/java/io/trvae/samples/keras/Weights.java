package io.trvae.samples.keras;

import io.trvae.model.Tensor;
import io.trvae.network.Layer;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads weights in Keras' order and puts them into ours: there the channels of features are
 * innermost, and inputs of a kernel come before its outputs.
 */
final class Weights {

  private final KerasFile file;
  private final Map<String, Tensor> tensors = new HashMap<>();

  Weights(KerasFile file) {
    this.file = file;
  }

  /** Returns what has been read, by the names of our parameters. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Reads all weights of a layer. */
  void read(Operation operation, KerasLayer source) {
    Layer layer = operation.layer();
    List<Parameter> parameters = layer.parameters();
    if (layer instanceof Layer.Conv2d conv) {
      float[] kernel = file.read(source, "kernel", parameters.get(0).size());
      boolean transposed = source.kind().equals("Conv2DTranspose");
      put(parameters.get(0), transposed ? turned(kernel, conv) : outermost(kernel, conv));
      put(parameters.get(1), file.read(source, "bias", conv.out()));
    } else if (layer instanceof Layer.Dense dense) {
      float[] kernel = file.read(source, "kernel", parameters.get(0).size());
      put(parameters.get(0), dense(kernel, dense, operation));
      if (dense.bias()) {
        float[] bias = file.read(source, "bias", dense.out());
        put(parameters.get(1), channelsFirst(bias, operation.out()));
      }
    } else if (layer instanceof Layer.BatchNorm norm) {
      String[] names = {"gamma", "beta", "moving_mean", "moving_variance"};
      for (int i = 0; i < names.length; i++) {
        put(parameters.get(i), file.read(source, names[i], norm.channels()));
      }
    }
  }

  private void put(Parameter parameter, float[] values) {
    tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
  }

  /** [height, width, in, out] to [out, in, height, width]. */
  private static float[] outermost(float[] kernel, Layer.Conv2d conv) {
    int area = conv.kernel() * conv.kernel();
    float[] weight = new float[kernel.length];
    for (int at = 0, from = 0; at < area; at++) {
      for (int in = 0; in < conv.in(); in++) {
        for (int out = 0; out < conv.out(); out++) {
          weight[(out * conv.in() + in) * area + at] = kernel[from++];
        }
      }
    }
    return weight;
  }

  /** [height, width, out, in] to [out, in, height, width], turned by 180 degrees. */
  private static float[] turned(float[] kernel, Layer.Conv2d conv) {
    int area = conv.kernel() * conv.kernel();
    float[] weight = new float[kernel.length];
    for (int at = area - 1, from = 0; at >= 0; at--) {
      for (int out = 0; out < conv.out(); out++) {
        for (int in = 0; in < conv.in(); in++) {
          weight[(out * conv.in() + in) * area + at] = kernel[from++];
        }
      }
    }
    return weight;
  }

  /** [in, out] to [out, in], each in our order of features. */
  private static float[] dense(float[] kernel, Layer.Dense dense, Operation operation) {
    float[] weight = new float[kernel.length];
    for (int out = 0, to = 0; out < dense.out(); out++) {
      int column = channelsLast(out, operation.out());
      for (int in = 0; in < dense.in(); in++) {
        weight[to++] = kernel[channelsLast(in, operation.in()) * dense.out() + column];
      }
    }
    return weight;
  }

  private static float[] channelsFirst(float[] values, Shape shape) {
    float[] ordered = new float[values.length];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = values[channelsLast(i, shape)];
    }
    return ordered;
  }

  /** Returns where Keras has an element of features; what comes behind them stays in place. */
  private static int channelsLast(int index, Shape shape) {
    int area = shape.height() * shape.width();
    return index < shape.size() ? index % area * shape.channels() + index / area : index;
  }
}
