package io.trvae.cuda.internal.training;

import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Gives features another shape of the same size, plane by plane: {@link
 * io.trvae.network.Layer.Flatten} and {@link io.trvae.network.Layer.Reshape}. Vectors are in planes
 * already.
 */
final class Relayout implements Operation {

  private final Device device;
  private final GpuFeatures input;
  private final GpuFeatures output;
  private final GpuFeatures images;
  private final GpuFeatures vectors;
  private GradientSum.@Nullable Part inputPart;

  /** Prepares the copy; one of both shapes is a vector's. */
  Relayout(Device device, GpuFeatures input, Shape shape) {
    this.device = device;
    this.input = input;
    output = input.like(shape, input.needsGradient());
    images = shape.isFlat() ? input : output;
    vectors = shape.isFlat() ? output : input;
    if (!vectors.shape().isFlat()) {
      throw new IllegalArgumentException(
          "No kernel trains a change of shape from " + input.shape() + " to " + shape);
    }
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    copy(input.value(), output.value(), images == input);
  }

  private void copy(long from, long to, boolean toVectors) {
    GpuFeatures.relayout(device, images, from, to, input.batch(), vectors.stride(), toVectors);
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
      copy(output.gradient(), inputPart.target(), images == output);
      inputPart.finish();
    }
  }
}
