package io.trvae.spi.inference;

import io.trvae.network.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers that turn a label into features, in plain Java: they run once for each domain.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class LabelChain {

  private interface Step {
    float[] apply(float[] input);
  }

  private final List<Step> steps = new ArrayList<>();

  /**
   * Takes up the layers.
   *
   * @param layers what the label goes through: the embedding of a {@link Layer.ConcatLabel}, and
   *     rectifiers behind it
   * @param tensors where the weights are
   * @throws UnsupportedOperationException if it cannot compute a layer
   */
  public LabelChain(List<Layer> layers, Tensors tensors) {
    for (FoldedLayer folded : FoldedLayer.fold(layers)) {
      steps.add(step(folded, tensors));
    }
  }

  /**
   * Computes the features.
   *
   * @param label one weight per domain
   * @return a new array, in channel, row, column order
   */
  public float[] of(float[] label) {
    float[] features = label.clone();
    for (Step step : steps) {
      features = step.apply(features);
    }
    return features;
  }

  private static Step step(FoldedLayer folded, Tensors tensors) {
    Layer layer = folded.layer();
    if (layer instanceof Layer.Dense) {
      return dense(folded.weight(tensors), folded.bias(tensors));
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return input -> leaky(input, relu.slope());
    } else if (layer instanceof Layer.Reshape) {
      return input -> input;
    } else if (layer instanceof Layer.Planes planes) {
      return input -> spread(input, planes.height() * planes.width());
    }
    throw new UnsupportedOperationException("No plan for a label through " + layer);
  }

  private static Step dense(float[] weight, float[] bias) {
    return input -> {
      float[] output = new float[bias.length];
      for (int i = 0; i < output.length; i++) {
        double sum = bias[i];
        for (int j = 0; j < input.length; j++) {
          sum += (double) weight[i * input.length + j] * input[j];
        }
        output[i] = (float) sum;
      }
      return output;
    };
  }

  private static float[] leaky(float[] input, float slope) {
    float[] output = new float[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = input[i] > 0 ? input[i] : slope * input[i];
    }
    return output;
  }

  private static float[] spread(float[] input, int area) {
    float[] output = new float[input.length * area];
    for (int i = 0; i < output.length; i++) {
      output[i] = input[i / area];
    }
    return output;
  }
}
