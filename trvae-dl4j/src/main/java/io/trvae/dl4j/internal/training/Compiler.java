package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import java.util.List;

/** Turns layer descriptions into operations on a tape. */
final class Compiler {

  private final OneDnn oneDnn;
  private final ParameterViews parameters;
  private final Noise noise;

  Compiler(OneDnn oneDnn, Parameters parameters, Noise noise) {
    this.oneDnn = oneDnn;
    this.parameters = new ParameterViews(oneDnn, parameters);
    this.noise = noise;
  }

  /**
   * Appends a chain of layers.
   *
   * @param label the label vectors of the batch
   * @return the features at the end
   */
  Features append(Tape tape, List<Layer> layers, Features input, Features label) {
    Features features = input;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (layer instanceof Layer.Upsample2x) {
        i++;
        if (i == layers.size() || !UpsampledConvolution.fits(layers.get(i))) {
          throw new IllegalArgumentException(
              "Upsampling must be followed by a convolution that keeps the size");
        }
        features = appendUpsampled(tape, (Layer.Conv2d) layers.get(i), features);
      } else {
        features = append(tape, layer, features, label);
      }
    }
    return features;
  }

  private Features append(Tape tape, Layer layer, Features input, Features label) {
    if (layer instanceof Layer.Conv2d conv) {
      return appendConvolution(tape, conv, input);
    } else if (layer instanceof Layer.Dense dense) {
      return appendDense(tape, dense, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return tape.add(new BatchNormalisation(oneDnn, parameters, input, norm)).output();
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return tape.add(Elementwise.leakyRelu(oneDnn, input, relu.slope())).output();
    } else if (layer instanceof Layer.Tanh) {
      return tape.add(Elementwise.tanh(oneDnn, input)).output();
    } else if (layer instanceof Layer.Affine affine) {
      return tape.add(Elementwise.affine(oneDnn, input, affine.scale(), affine.shift())).output();
    } else if (layer instanceof Layer.MaxPool2x2) {
      return tape.add(new MaxPooling(oneDnn, input)).output();
    } else if (layer instanceof Layer.Planes planes) {
      return tape.add(new LabelPlanes(oneDnn, input, planes)).output();
    } else if (layer instanceof Layer.Dropout dropout) {
      tape.add(new Dropout(input, dropout.rate(), noise));
      return input;
    } else if (layer instanceof Layer.ConcatLabel concat) {
      Features embedded = append(tape, concat.embedding(), label, label);
      return tape.add(Concatenation.ofChannels(oneDnn, List.of(input, embedded))).output();
    } else {
      // Flatten and Reshape.
      return appendRelayout(tape, input, layer.outputShape(input.shape(), 0));
    }
  }

  /** Appends a copy in row-major order. */
  Features appendRelayout(Tape tape, Features input, Shape shape) {
    return tape.add(new Relayout(oneDnn, input, shape)).output();
  }

  private Features appendConvolution(Tape tape, Layer.Conv2d layer, Features input) {
    Shape shape = layer.outputShape(input.shape(), 0);
    var primitives =
        new ConvolutionPrimitives(
            oneDnn,
            imageDims(input.batch(), input.shape()),
            kernel(layer),
            imageDims(input.batch(), shape),
            layer.stride(),
            layer.padBefore(),
            layer.padAfter());
    Features output =
        new Features(oneDnn, input.batch(), shape, primitives.forward().dst_desc(), true);
    tape.add(new LinearOperation(oneDnn, primitives, input, weights(layer), output));
    return output;
  }

  private Features appendUpsampled(Tape tape, Layer.Conv2d layer, Features input) {
    return tape.add(new UpsampledConvolution(oneDnn, weights(layer), input, layer)).output();
  }

  Features appendDense(Tape tape, Layer.Dense layer, Features input) {
    var primitives = new DensePrimitives(oneDnn, input.batch(), layer.in(), layer.out());
    Features output = Features.plain(oneDnn, input.batch(), Shape.flat(layer.out()), true);
    String name = layer.name();
    boolean bias = layer.bias();
    var weights =
        new LinearOperation.Weights(
            parameters.value(name + ".weight", layer.out(), layer.in()),
            bias
                ? parameters.value(name + ".bias", layer.out())
                : oneDnn.allocate(oneDnn.plain(layer.out())),
            parameters.gradient(name + ".weight", layer.out(), layer.in()),
            bias
                ? parameters.gradient(name + ".bias", layer.out())
                : new GradientSum(oneDnn, oneDnn.allocate(oneDnn.plain(layer.out()))));
    tape.add(new LinearOperation(oneDnn, primitives, input, weights, output));
    return output;
  }

  private LinearOperation.Weights weights(Layer.Conv2d layer) {
    String name = layer.name();
    return new LinearOperation.Weights(
        parameters.value(name + ".weight", kernel(layer)),
        parameters.value(name + ".bias", layer.out()),
        parameters.gradient(name + ".weight", kernel(layer)),
        parameters.gradient(name + ".bias", layer.out()));
  }

  private static long[] kernel(Layer.Conv2d layer) {
    return new long[] {layer.out(), layer.in(), layer.kernel(), layer.kernel()};
  }

  /** Returns four axes, of 1x1 images too, as a convolution wants them. */
  static long[] imageDims(int batch, Shape shape) {
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }
}
