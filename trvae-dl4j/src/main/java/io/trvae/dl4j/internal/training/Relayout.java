package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Gives features another shape of the same size, in row-major order: {@link
 * io.trvae.network.Layer.Flatten}, {@link io.trvae.network.Layer.Reshape}, and the way from a
 * primitive's own layout to one that Java code reads.
 */
final class Relayout implements Operation {

  private final OneDnn oneDnn;
  private final Features input;
  private final Features output;
  private final Step forward;
  private @Nullable Step backward;
  private GradientSum.@Nullable Part inputPart;

  /**
   * Prepares the copy.
   *
   * @param shape the new shape of one image
   * @param dims the new axes of the batch
   */
  Relayout(OneDnn oneDnn, Features input, Shape shape, long... dims) {
    this.oneDnn = oneDnn;
    this.input = input;
    output = new Features(oneDnn, input.batch(), shape, oneDnn.plain(dims), input.needsGradient());
    forward = oneDnn.copy(input.value(), inInputShape(output.value()));
  }

  /** Views row-major memory in the axes of the input. */
  private NativeTensor inInputShape(NativeTensor tensor) {
    return oneDnn.reshape(tensor, input.dims());
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    forward.run();
  }

  @Override
  public void prepareBackward() {
    if (input.needsGradient()) {
      inputPart = input.claimGradientPart();
      backward = oneDnn.copy(inInputShape(output.gradient()), inputPart.target());
    }
  }

  @Override
  public void backward(Target target) {
    if (backward != null && inputPart != null) {
      backward.run();
      inputPart.finish();
    }
  }
}
