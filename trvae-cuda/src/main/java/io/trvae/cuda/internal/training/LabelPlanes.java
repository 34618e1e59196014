package io.trvae.cuda.internal.training;

import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;

/** {@link Layer.Planes} of a vector that nothing trained stands before: a label. */
final class LabelPlanes implements Operation {

  private final Device device;
  private final GpuFeatures input;
  private final GpuFeatures output;

  LabelPlanes(Device device, GpuFeatures input, Layer.Planes layer) {
    if (input.needsGradient()) {
      throw new IllegalArgumentException("Planes of trained features are not supported");
    }
    this.device = device;
    this.input = input;
    output = input.like(layer.outputShape(input.shape(), 0), false);
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    Concatenation.copy(
        device,
        input.value(),
        input.stride(),
        output.value(),
        output.stride(),
        input.channels(),
        output.pixels(),
        output.area());
  }
}
