package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** {@link Layer.Planes} of a vector that nothing trained stands before: a label. */
final class LabelPlanes implements Operation {

  private final Features input;
  private final Features output;

  LabelPlanes(OneDnn oneDnn, Features input, Layer.Planes layer) {
    if (input.needsGradient()) {
      throw new IllegalArgumentException("Planes of trained features are not supported");
    }
    this.input = input;
    output = Features.plain(oneDnn, input.batch(), layer.outputShape(input.shape(), 0), false);
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    FloatBuffer vector = input.value().floats();
    FloatBuffer planes = output.value().floats();
    float[] plane = new float[output.shape().height() * output.shape().width()];
    while (vector.hasRemaining()) {
      Arrays.fill(plane, vector.get());
      planes.put(plane);
    }
  }
}
