package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.network.Layer;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Operation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link Layer.Dropout}; what is dropped is drawn by the host, in the order of planes. */
final class Dropout implements Operation {

  private final Device device;
  private final GpuFeatures input;
  private final GpuFeatures output;
  private final GpuFeatures factors;
  private final float rate;
  private final Noise noise;
  private final float[] drawn;
  private GradientSum.@Nullable Part inputPart;

  Dropout(Device device, GpuFeatures input, float rate, Noise noise) {
    this.device = device;
    this.input = input;
    this.rate = rate;
    this.noise = noise;
    output = input.like(input.shape(), input.needsGradient());
    factors = input.like(input.shape(), false);
    drawn = new float[input.batch() * input.shape().size()];
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    if (mode == Mode.TRAINING) {
      noise.nextDropout(drawn, rate);
    } else {
      Arrays.fill(drawn, 1);
    }
    factors.put(drawn);
    multiply(input.value(), output.value());
  }

  private void multiply(long from, long to) {
    device.launch(
        "multiply_elements",
        input.count(),
        new Arguments().addresses(from, factors.value(), to, input.count()));
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
      multiply(output.gradient(), inputPart.target());
      inputPart.finish();
    }
  }
}
