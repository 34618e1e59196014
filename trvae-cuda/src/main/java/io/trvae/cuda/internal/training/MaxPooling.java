package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.cuda.internal.kernels.Pool;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/** {@link Layer.MaxPool2x2}. */
final class MaxPooling implements Operation {

  private final Device device;
  private final GpuFeatures input;
  private final GpuFeatures output;
  private GradientSum.@Nullable Part inputPart;

  MaxPooling(Device device, GpuFeatures input) {
    this.device = device;
    this.input = input;
    output =
        input.like(new Layer.MaxPool2x2().outputShape(input.shape(), 0), input.needsGradient());
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    device.launch(
        new Pool(
            input.value(),
            output.value(),
            output.pixels(),
            output.shape().height(),
            output.shape().width(),
            input.shape().height(),
            input.shape().width(),
            input.vectors()));
  }

  @Override
  public void prepareBackward() {
    if (input.needsGradient()) {
      inputPart = input.claimGradientPart();
    }
  }

  @Override
  public void backward(Target target) {
    if (inputPart != null) {
      device.launch(
          "unpool",
          input.count(),
          new Arguments()
              .addresses(input.value(), output.gradient(), inputPart.target(), input.count())
              .numbers(input.shape().height(), input.shape().width())
              .numbers(output.shape().height(), output.shape().width(), input.stride()));
      inputPart.finish();
    }
  }
}
