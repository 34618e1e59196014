package io.trvae.samples.keras;

import com.google.gson.JsonElement;
import io.trvae.network.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model of Keras computes, step by step, as layers of ours; their names are those of Keras.
 * Layers that only arrange values are left out, for where they are follows from the shapes.
 *
 * <p>Keras' "same" padding: {@code tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2}.
 */
final class KerasChain {

  /** A step, and where it comes from. */
  record Step(Layer layer, KerasLayer source) {}

  private final KerasFile file;
  private final List<Step> steps = new ArrayList<>();

  private KerasChain(KerasFile file) {
    this.file = file;
  }

  /** Translates a model of a file. */
  static List<Step> of(KerasFile file, String model) {
    KerasChain chain = new KerasChain(file);
    file.layers(model).forEach(chain::add);
    return chain.steps;
  }

  private void add(KerasLayer source) {
    switch (source.kind()) {
      case "InputLayer", "Concatenate", "Flatten", "Reshape", "Lambda" -> {}
      case "Dense" -> {
        int[] kernel = file.shape(source, "kernel", 2);
        boolean bias = source.option("use_bias").getAsBoolean();
        add(source, new Layer.Dense(source.name(), kernel[0], kernel[1], bias));
        addActivation(source);
      }
      case "Conv2D" -> {
        int[] kernel = file.shape(source, "kernel", 4);
        addConvolution(source, kernel[2], kernel[3], false);
      }
      case "Conv2DTranspose" -> {
        int[] kernel = file.shape(source, "kernel", 4);
        source.expect("strides", 1);
        addConvolution(source, kernel[3], kernel[2], true);
      }
      case "BatchNormalization" -> {
        int channels = file.shape(source, "gamma", 1)[0];
        float epsilon = source.option("epsilon").getAsFloat();
        add(source, new Layer.BatchNorm(source.name(), channels, epsilon));
      }
      case "LeakyReLU" ->
          add(source, new Layer.LeakyRelu(source.option("alpha", "negative_slope").getAsFloat()));
      case "Activation" -> addActivation(source);
      case "MaxPooling2D" -> {
        source.expect("pool_size", 2);
        source.expect("strides", 2);
        add(source, new Layer.MaxPool2x2());
      }
      case "UpSampling2D" -> {
        source.expect("size", 2);
        JsonElement interpolation = source.config().get("interpolation"); // not in old versions
        if (interpolation != null && !interpolation.getAsString().equals("nearest")) {
          throw new KerasFormatException(
              source.path(), "has the interpolation " + interpolation + ", not nearest");
        }
        add(source, new Layer.Upsample2x());
      }
      case "Dropout" -> add(source, new Layer.Dropout(source.option("rate").getAsFloat()));
      default ->
          throw new KerasFormatException(
              source.path(), "is of the kind " + source.kind() + ", which trVAE does not have");
    }
  }

  /**
   * Adds a convolution. A transposed one of stride 1 equals one whose kernel is turned, padded with
   * as much before as the other has behind.
   */
  private void addConvolution(KerasLayer source, int in, int out, boolean transposed) {
    int kernel = source.side("kernel_size");
    int stride = source.side("strides");
    source.expect("dilation_rate", 1);
    int padding =
        switch (source.text("padding")) {
          case "same" -> Math.max(0, kernel - stride); // where the stride divides the size
          case "valid" -> transposed ? 2 * (kernel - 1) : 0;
          default ->
              throw new KerasFormatException(
                  source.path(), "has the padding " + source.text("padding"));
        };
    int less = padding / 2;
    int more = padding - less;
    add(
        source,
        transposed
            ? new Layer.Conv2d(source.name(), in, out, kernel, stride, more, less)
            : new Layer.Conv2d(source.name(), in, out, kernel, stride, less, more));
    addActivation(source);
  }

  private void addActivation(KerasLayer source) {
    JsonElement activation = source.option("activation");
    switch (activation.isJsonPrimitive() ? activation.getAsString() : activation.toString()) {
      case "linear" -> {}
      case "relu" -> add(source, new Layer.LeakyRelu(0));
      default ->
          throw new KerasFormatException(
              source.path(), "has the activation " + activation + ", which trVAE does not have");
    }
  }

  private void add(KerasLayer source, Layer layer) {
    steps.add(new Step(layer, source));
  }
}
