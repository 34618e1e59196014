package io.trvae.spi.inference;

import io.trvae.network.Layer;
import io.trvae.network.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer as inference needs it. With running statistics a batch normalisation is {@code y = s * x
 * + t} per channel, so one that directly follows a convolution or a dense layer goes into that
 * layer's weights.
 *
 * @param layer the layer; never a dropout
 * @param normalisation the batch normalisation that goes into its weights, or null
 * @since 0.1.0
 */
public record FoldedLayer(Layer layer, Layer.@Nullable BatchNorm normalisation) {

  /**
   * Prepares a chain: drops dropout and joins each normalisation with the layer before.
   *
   * @param chain the layers as described
   * @return the layers to compute
   */
  public static List<FoldedLayer> fold(List<Layer> chain) {
    List<FoldedLayer> folded = new ArrayList<>();
    for (Layer layer : chain) {
      if (layer instanceof Layer.Dropout) {
        continue;
      }
      int last = folded.size() - 1;
      if (layer instanceof Layer.BatchNorm norm && last >= 0 && folded.get(last).isLinear()) {
        folded.set(last, new FoldedLayer(folded.get(last).layer, norm));
      } else {
        folded.add(new FoldedLayer(layer, null));
      }
    }
    return folded;
  }

  private boolean isLinear() {
    return normalisation == null && (layer instanceof Layer.Conv2d || layer instanceof Layer.Dense);
  }

  /**
   * Computes the factors: the weight of a convolution or dense layer in the order of its parameter,
   * or a batch normalisation's {@code s} per channel.
   *
   * @param tensors where the arrays are
   * @return a new array
   */
  public float[] weight(Tensors tensors) {
    if (layer instanceof Layer.BatchNorm norm) {
      return toFloats(scale(norm, tensors));
    }
    Parameter parameter = layer.parameters().get(0);
    float[] weight = tensors.tensor(parameter.name()).toFloats();
    if (normalisation != null) {
      double[] scale = scale(normalisation, tensors);
      int perOutput = weight.length / scale.length;
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) (weight[i] * scale[i / perOutput]);
      }
    }
    return weight;
  }

  /**
   * Computes the terms, one per output channel: the bias of a convolution or dense layer, zeros if
   * it has none, or a batch normalisation's {@code t}.
   *
   * @param tensors where the arrays are
   * @return a new array
   */
  public float[] bias(Tensors tensors) {
    if (layer instanceof Layer.BatchNorm norm) {
      return toFloats(shift(norm, tensors, new float[norm.channels()]));
    }
    List<Parameter> parameters = layer.parameters();
    float[] bias =
        parameters.size() > 1
            ? tensors.tensor(parameters.get(1).name()).toFloats()
            : new float[parameters.get(0).shape().get(0)];
    return normalisation == null ? bias : toFloats(shift(normalisation, tensors, bias));
  }

  private static double[] scale(Layer.BatchNorm norm, Tensors tensors) {
    float[] weight = tensors.tensor(norm.name() + ".weight").toFloats();
    float[] variance = tensors.tensor(norm.name() + ".running_var").toFloats();
    double[] scale = new double[weight.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = weight[i] / Math.sqrt((double) variance[i] + norm.epsilon());
    }
    return scale;
  }

  private static double[] shift(Layer.BatchNorm norm, Tensors tensors, float[] bias) {
    double[] scale = scale(norm, tensors);
    float[] mean = tensors.tensor(norm.name() + ".running_mean").toFloats();
    float[] shift = tensors.tensor(norm.name() + ".bias").toFloats();
    double[] shifted = new double[shift.length];
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = ((double) bias[i] - mean[i]) * scale[i] + shift[i];
    }
    return shifted;
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
