package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link Layer.Dropout} of features in row-major order. Not in place: the activation before needs
 * its own result for the backward pass.
 */
final class Dropout implements Operation {

  private final Features input;
  private final Features output;
  private final float rate;
  private final Noise noise;
  private final float[] factors;
  private GradientSum.@Nullable Part inputPart;

  Dropout(OneDnn oneDnn, Features input, float rate, Noise noise) {
    this.input = input;
    this.rate = rate;
    this.noise = noise;
    output = Features.plain(oneDnn, input.batch(), input.shape(), input.needsGradient());
    factors = new float[input.batch() * input.shape().size()];
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    if (mode == Mode.TRAINING) {
      noise.nextDropout(factors, rate);
    } else {
      Arrays.fill(factors, 1);
    }
    multiply(input.value().floats(), output.value().floats());
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
      multiply(output.gradient().floats(), inputPart.target().floats());
      inputPart.finish();
    }
  }

  private void multiply(FloatBuffer from, FloatBuffer to) {
    for (float factor : factors) {
      to.put(factor * from.get());
    }
  }
}
