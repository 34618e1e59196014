package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.training.LayerCompiler;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Tape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns layer descriptions into operations on a tape. */
final class CudaCompiler implements LayerCompiler<GpuFeatures> {

  private final Device device;
  private final GpuResources owner;
  private final ConvolutionOperation.Constants constants;
  private final ParameterViews parameters;
  private final Noise noise;
  private final boolean frozenStatistics;

  /**
   * Prepares to compile.
   *
   * @param owner frees what is allocated
   * @param frozenStatistics whether normalisations use their running statistics in training too
   */
  CudaCompiler(
      Device device,
      GpuResources owner,
      ConvolutionOperation.Constants constants,
      GpuParameters parameters,
      Noise noise,
      boolean frozenStatistics) {
    this.device = device;
    this.owner = owner;
    this.constants = constants;
    this.parameters = new ParameterViews(device, owner, parameters);
    this.noise = noise;
    this.frozenStatistics = frozenStatistics;
  }

  @Override
  public GpuFeatures append(Tape tape, List<Layer> layers, GpuFeatures input, GpuFeatures label) {
    GpuFeatures features = input;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Upsample2x) {
        i++;
        features = appendEnlarged(tape, i < layers.size() ? layers.get(i) : null, features);
      } else {
        features = append(tape, layers.get(i), features, label);
      }
    }
    return features;
  }

  private GpuFeatures append(Tape tape, Layer layer, GpuFeatures input, GpuFeatures label) {
    if (layer instanceof Layer.Conv2d conv) {
      return appendConvolution(tape, conv, true, false, conv.outputShape(input.shape(), 0), input);
    } else if (layer instanceof Layer.Dense dense) {
      return appendDense(tape, dense, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return tape.add(
              new BatchNormalisation(device, owner, parameters, input, norm, frozenStatistics))
          .output();
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return tape.add(Activation.leakyRelu(device, input, relu.slope())).output();
    } else if (layer instanceof Layer.Tanh) {
      return tape.add(Activation.tanh(device, input)).output();
    } else if (layer instanceof Layer.Affine affine) {
      return tape.add(Activation.affine(device, input, affine.scale(), affine.shift())).output();
    } else if (layer instanceof Layer.MaxPool2x2) {
      return tape.add(new MaxPooling(device, input)).output();
    } else if (layer instanceof Layer.Planes planes) {
      return tape.add(new LabelPlanes(device, input, planes)).output();
    } else if (layer instanceof Layer.Dropout dropout) {
      return tape.add(new Dropout(device, input, dropout.rate(), noise)).output();
    } else if (layer instanceof Layer.ConcatLabel concat) {
      GpuFeatures embedded = append(tape, concat.embedding(), label, label);
      return tape.add(Concatenation.ofChannels(device, List.of(input, embedded))).output();
    } else if (layer instanceof Layer.LabelAffine affine) {
      return tape.add(new LabelAffine(device, owner, parameters, input, label, affine)).output();
    } else {
      // Flatten and Reshape.
      Shape shape = layer.outputShape(input.shape(), 0);
      return shape.equals(input.shape())
          ? input
          : tape.add(new Relayout(device, input, shape)).output();
    }
  }

  private GpuFeatures appendEnlarged(Tape tape, @Nullable Layer next, GpuFeatures input) {
    if (!(next instanceof Layer.Conv2d conv)
        || conv.stride() != 1
        || conv.padBefore() + conv.padAfter() != conv.kernel() - 1) {
      throw new IllegalArgumentException(
          "Upsampling must be followed by a convolution that keeps the size");
    }
    Shape enlarged = new Layer.Upsample2x().outputShape(input.shape(), 0);
    return appendConvolution(tape, conv, true, true, conv.outputShape(enlarged, 0), input);
  }

  /** A dense layer is a convolution of an image of one pixel. */
  @Override
  public GpuFeatures appendDense(Tape tape, Layer.Dense layer, GpuFeatures input) {
    Layer.Conv2d convolution = new Layer.Conv2d(layer.name(), layer.in(), layer.out(), 1, 1, 0, 0);
    return appendConvolution(
        tape, convolution, layer.bias(), false, Shape.flat(layer.out()), input);
  }

  private GpuFeatures appendConvolution(
      Tape tape,
      Layer.Conv2d layer,
      boolean biased,
      boolean enlarged,
      Shape shape,
      GpuFeatures input) {
    GpuFeatures output = input.like(shape, true);
    String bias = layer.name() + ".bias";
    ConvolutionOperation.Weights weights =
        new ConvolutionOperation.Weights(
            parameters.value(layer.name() + ".weight"),
            biased ? parameters.value(bias) : 0,
            parameters.gradient(layer.name() + ".weight"),
            biased ? parameters.gradient(bias) : null);
    tape.add(
        new ConvolutionOperation(
            device, owner, layer, enlarged, input, output, weights, constants));
    return output;
  }

  /** Features are read and written in one layout. */
  @Override
  public GpuFeatures appendPlain(Tape tape, GpuFeatures input) {
    return input;
  }
}
