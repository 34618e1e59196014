package io.trvae.samples.benchmark.engine;

import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model whose batch normalisations went into the weights of the convolution or dense layer before
 * them: what freezing does to a model in PyTorch, and ONNX Runtime when it loads one.
 */
final class FoldedModel {

  private final Map<String, float[]> weights = new LinkedHashMap<>();
  private final List<Layer> encoder;
  private final List<Layer> decoder;

  FoldedModel(TransferModel model) {
    model.tensors().forEach((name, tensor) -> weights.put(name, tensor.toFloats()));
    encoder = fold(model.network().encoder());
    decoder = fold(model.network().decoder());
  }

  /** Returns every array by its parameter's name. */
  Map<String, float[]> weights() {
    return weights;
  }

  List<Layer> encoder() {
    return encoder;
  }

  List<Layer> decoder() {
    return decoder;
  }

  private List<Layer> fold(List<Layer> chain) {
    List<Layer> folded = new ArrayList<>();
    for (Layer layer : chain) {
      if (layer instanceof Layer.BatchNorm norm) {
        int linear = folded.size() - 1;
        while (folded.get(linear) instanceof Layer.Reshape) {
          linear--;
        }
        folded.set(linear, join(folded.get(linear), norm));
      } else {
        folded.add(layer);
      }
    }
    return folded;
  }

  private Layer join(Layer linear, Layer.BatchNorm norm) {
    if (linear instanceof Layer.Conv2d conv) {
      scale(conv.name(), conv.out(), norm);
      return conv;
    } else if (linear instanceof Layer.Dense dense) {
      scale(dense.name(), dense.out(), norm);
      return new Layer.Dense(dense.name(), dense.in(), dense.out(), true);
    }
    throw new IllegalArgumentException(norm + " follows " + linear);
  }

  private void scale(String name, int rows, Layer.BatchNorm norm) {
    float[] weight = array(name + ".weight");
    float[] bias = weights.computeIfAbsent(name + ".bias", missing -> new float[rows]);
    float[] scale = array(norm.name() + ".weight");
    float[] shift = array(norm.name() + ".bias");
    float[] mean = array(norm.name() + ".running_mean");
    float[] variance = array(norm.name() + ".running_var");
    int rowsPerChannel = rows / norm.channels();
    int columns = weight.length / rows;
    for (int row = 0; row < rows; row++) {
      int channel = row / rowsPerChannel;
      double factor = scale[channel] / Math.sqrt(variance[channel] + norm.epsilon());
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        weight[i] = (float) (weight[i] * factor);
      }
      bias[row] = (float) ((bias[row] - mean[channel]) * factor + shift[channel]);
    }
  }

  private float[] array(String name) {
    float[] array = weights.get(name);
    if (array == null) {
      throw new IllegalArgumentException("No parameter is named " + name);
    }
    return array;
  }
}
