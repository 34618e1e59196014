package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Gives features another shape of the same size, in row-major order: {@link
 * io.trvae.network.Layer.Flatten}, {@link io.trvae.network.Layer.Reshape}, and the way from a
 * primitive's own layout to one that Java code reads.
 */
final class Relayout implements Operation {

  private final OneDnn oneDnn;
  private final int batch;
  private final Features input;
  private final Features output;
  private final Step forward;
  private @Nullable Step backward;
  private Features.@Nullable Part inputPart;

  Relayout(OneDnn oneDnn, Features input, int batch, Shape shape) {
    this.oneDnn = oneDnn;
    this.batch = batch;
    this.input = input;
    output = Features.plain(oneDnn, batch, shape, input.needsGradient());
    forward = oneDnn.copy(input.value(), inInputShape(output.value()));
  }

  /** Views row-major memory in the axes of the input. */
  private NativeTensor inInputShape(NativeTensor tensor) {
    return oneDnn.reshape(tensor, Features.dims(batch, input.shape()));
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
      inputPart = input.addGradientPart();
      backward = oneDnn.copy(inInputShape(output.gradient()), inputPart.target());
    }
  }

  @Override
  public void backward() {
    if (backward != null && inputPart != null) {
      backward.run();
      inputPart.finish();
    }
  }
}
