package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.training.LayerCompiler;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Tape;
import java.util.List;

/** Turns layer descriptions into operations on a tape. */
final class Compiler implements LayerCompiler<Features> {

  private final OneDnn oneDnn;
  private final ParameterViews parameters;
  private final Noise noise;
  private final boolean frozenStatistics;

  /**
   * Prepares to compile.
   *
   * @param frozenStatistics whether normalisations use their running statistics in training too
   */
  Compiler(OneDnn oneDnn, Parameters parameters, Noise noise, boolean frozenStatistics) {
    this.frozenStatistics = frozenStatistics;
    this.oneDnn = oneDnn;
    this.parameters = new ParameterViews(oneDnn, parameters);
    this.noise = noise;
  }

  @Override
  public Features append(Tape tape, List<Layer> layers, Features input, Features label) {
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
        boolean overwrite = i > 0 && !isActivation(layers.get(i - 1));
        features = append(tape, layer, features, label, overwrite);
      }
    }
    return features;
  }

  private static boolean isActivation(Layer layer) {
    return layer instanceof Layer.LeakyRelu || layer instanceof Layer.Tanh;
  }

  /**
   * Appends one layer.
   *
   * @param overwrite whether the layer may overwrite its input: not that of the whole chain, which
   *     may have other readers, nor the result of an activation, whose backward pass needs it
   */
  private Features append(
      Tape tape, Layer layer, Features input, Features label, boolean overwrite) {
    if (layer instanceof Layer.Conv2d conv) {
      return appendConvolution(tape, conv, input);
    } else if (layer instanceof Layer.Dense dense) {
      return appendDense(tape, dense, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return tape.add(new BatchNormalisation(oneDnn, parameters, input, norm, frozenStatistics))
          .output();
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return tape.add(Elementwise.leakyRelu(oneDnn, input, relu.slope(), overwrite)).output();
    } else if (layer instanceof Layer.Tanh) {
      return tape.add(Elementwise.tanh(oneDnn, input, overwrite)).output();
    } else if (layer instanceof Layer.Affine affine) {
      // Where channels are padded, oneDNN has no fast code that leaves the padding at 0.
      Features plain = appendPlain(tape, input);
      return tape.add(Elementwise.affine(oneDnn, plain, affine.scale(), affine.shift())).output();
    } else if (layer instanceof Layer.MaxPool2x2) {
      return tape.add(new MaxPooling(oneDnn, input)).output();
    } else if (layer instanceof Layer.Planes planes) {
      return tape.add(new LabelPlanes(oneDnn, appendPlain(tape, input), planes)).output();
    } else if (layer instanceof Layer.Dropout dropout) {
      Features plain = appendPlain(tape, input);
      return tape.add(new Dropout(oneDnn, plain, dropout.rate(), noise)).output();
    } else if (layer instanceof Layer.ConcatLabel concat) {
      Features embedded = append(tape, concat.embedding(), label, label);
      return appendConcatenation(tape, input, embedded);
    } else if (layer instanceof Layer.LabelAffine affine) {
      return appendLabelAffine(tape, affine, input, label);
    } else {
      // Flatten and Reshape.
      return appendRelayout(tape, input, layer.outputShape(input.shape(), 0));
    }
  }

  /** Appends a copy in row-major order, where the features are not in that order already. */
  @Override
  public Features appendPlain(Tape tape, Features input) {
    return input.isPlain() ? input : appendRelayout(tape, input, input.shape());
  }

  private Features appendRelayout(Tape tape, Features input, Shape shape) {
    long[] dims = Features.dims(input.batch(), shape);
    return tape.add(new Relayout(oneDnn, input, shape, dims)).output();
  }

  /** Appends a copy with the four axes that a convolution wants, where the features have two. */
  private Features appendImages(Tape tape, Features input) {
    if (input.hasFourAxes()) {
      return input;
    }
    long[] dims = Features.imageDims(input.batch(), input.shape());
    return tape.add(new Relayout(oneDnn, input, input.shape(), dims)).output();
  }

  private Features appendConcatenation(Tape tape, Features first, Features second) {
    boolean flat = first.shape().isFlat();
    Features a = flat ? appendPlain(tape, first) : first;
    Features b = flat ? appendPlain(tape, second) : second;
    return tape.add(Concatenation.ofChannels(oneDnn, List.of(a, b))).output();
  }

  private Features appendLabelAffine(
      Tape tape, Layer.LabelAffine layer, Features input, Features label) {
    Features read = input.isChannelsLast() ? input : appendPlain(tape, input);
    return tape.add(new LabelAffine(oneDnn, parameters, read, label, layer)).output();
  }

  private Features appendConvolution(Tape tape, Layer.Conv2d layer, Features features) {
    Features input = appendImages(tape, features);
    Shape shape = layer.outputShape(input.shape(), 0);
    var primitives =
        new ConvolutionPrimitives(
            oneDnn,
            Features.imageDims(input.batch(), input.shape()),
            kernel(layer),
            Features.imageDims(input.batch(), shape),
            layer.stride(),
            layer.padBefore(),
            layer.padAfter());
    Features output =
        new Features(oneDnn, input.batch(), shape, primitives.forward().dst_desc(), true);
    tape.add(new LinearOperation(oneDnn, primitives, input, weights(layer), output));
    return output;
  }

  private Features appendUpsampled(Tape tape, Layer.Conv2d layer, Features features) {
    Features input = appendImages(tape, features);
    return tape.add(new UpsampledConvolution(oneDnn, weights(layer), input, layer)).output();
  }

  @Override
  public Features appendDense(Tape tape, Layer.Dense layer, Features features) {
    Features input = appendPlain(tape, features);
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
}
