package io.trvae.evaluation;

import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The first layers of a model's decoder, up to its MMD layer, computed for inference. Backends give
 * what comes out of a whole network; these few layers work on vectors and are quickly done.
 */
final class DecoderHead {

  private final List<Layer> layers;
  private final Map<String, float[]> weights;

  /**
   * @param weights the arrays of the layers by parameter name
   */
  DecoderHead(List<Layer> layers, Map<String, float[]> weights) {
    this.layers = layers;
    this.weights = weights;
  }

  /** Takes a model's layers up to the one whose output the MMD penalty sees. */
  static DecoderHead of(TransferModel model) {
    Network network = model.network();
    List<Layer> layers = network.decoder().subList(0, network.mmdLayer() + 1);
    Map<String, float[]> weights = new HashMap<>();
    layers.stream()
        .flatMap(layer -> layer.parameters().stream())
        .map(Parameter::name)
        .forEach(name -> weights.put(name, model.tensor(name).toFloats()));
    return new DecoderHead(layers, weights);
  }

  /**
   * Computes the output of the last layer.
   *
   * @param latent a latent code
   * @param label one weight per domain
   * @throws IllegalArgumentException if a layer is of a kind that is not known here
   */
  float[] run(float[] latent, float[] label) {
    return run(layers, latent, label);
  }

  private float[] run(List<Layer> chain, float[] input, float[] label) {
    float[] values = input;
    for (Layer layer : chain) {
      values = run(layer, values, label);
    }
    return values;
  }

  private float[] run(Layer layer, float[] input, float[] label) {
    if (layer instanceof Layer.Dense dense) {
      return multiply(dense, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return normalise(norm, input);
    } else if (layer instanceof Layer.LeakyRelu relu) {
      float[] output = input.clone();
      for (int i = 0; i < output.length; i++) {
        output[i] = Math.max(input[i], 0) + relu.slope() * Math.min(input[i], 0);
      }
      return output;
    } else if (layer instanceof Layer.Affine affine) {
      float[] output = input.clone();
      for (int i = 0; i < output.length; i++) {
        output[i] = affine.scale() * input[i] + affine.shift();
      }
      return output;
    } else if (layer instanceof Layer.ConcatLabel concat) {
      float[] embedded = run(concat.embedding(), label, label);
      float[] output = Arrays.copyOf(input, input.length + embedded.length);
      System.arraycopy(embedded, 0, output, input.length, embedded.length);
      return output;
    } else if (layer instanceof Layer.Dropout) {
      return input;
    }
    throw new IllegalArgumentException(
        "The decoder has "
            + layer
            + " before its MMD layer, which no probe can compute; teach "
            + DecoderHead.class.getSimpleName()
            + " this kind of layer");
  }

  private float[] multiply(Layer.Dense dense, float[] input) {
    float[] matrix = weights(dense.name() + ".weight");
    float[] output = new float[dense.out()];
    for (int o = 0; o < output.length; o++) {
      double sum = dense.bias() ? weights(dense.name() + ".bias")[o] : 0;
      for (int i = 0; i < input.length; i++) {
        sum += (double) matrix[o * input.length + i] * input[i];
      }
      output[o] = (float) sum;
    }
    return output;
  }

  private float[] normalise(Layer.BatchNorm norm, float[] input) {
    float[] mean = weights(norm.name() + ".running_mean");
    float[] variance = weights(norm.name() + ".running_var");
    float[] scale = weights(norm.name() + ".weight");
    float[] shift = weights(norm.name() + ".bias");
    float[] output = new float[input.length];
    for (int i = 0; i < output.length; i++) {
      double deviation = Math.sqrt((double) variance[i] + norm.epsilon());
      output[i] = (float) ((input[i] - mean[i]) / deviation * scale[i] + shift[i]);
    }
    return output;
  }

  private float[] weights(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }
}
