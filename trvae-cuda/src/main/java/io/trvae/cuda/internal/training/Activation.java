package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/** A rectifier, tanh, or a scale and a shift. */
final class Activation implements Operation {

  private final Device device;
  private final GpuFeatures input;
  private final GpuFeatures output;
  private final boolean hyperbolic;
  private final float slope;
  private final float scale;
  private final float shift;
  private GradientSum.@Nullable Part inputPart;

  private Activation(
      Device device, GpuFeatures input, boolean hyperbolic, float slope, float scale, float shift) {
    this.device = device;
    this.input = input;
    this.hyperbolic = hyperbolic;
    this.slope = slope;
    this.scale = scale;
    this.shift = shift;
    output = input.like(input.shape(), input.needsGradient());
  }

  static Activation leakyRelu(Device device, GpuFeatures input, float slope) {
    return new Activation(device, input, false, slope, 1, 0);
  }

  static Activation tanh(Device device, GpuFeatures input) {
    return new Activation(device, input, true, 1, 1, 0);
  }

  static Activation affine(Device device, GpuFeatures input, float scale, float shift) {
    return new Activation(device, input, false, 1, scale, shift);
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    launch("activate", 0, output.value());
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
      launch("activate_back", output.gradient(), inputPart.target());
      inputPart.finish();
    }
  }

  private void launch(String kernel, long gradient, long to) {
    device.launch(
        kernel,
        input.count(),
        new Arguments()
            .addresses(input.value(), output.value(), gradient, to, input.count())
            .numbers(input.channels(), input.stride(), hyperbolic ? 1 : 0)
            .factors(slope, scale, shift));
  }
}
