package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.RgbImage;
import io.trvae.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Encodes one batch: images of the model's size and their labels to latent codes. */
final class EncodeStage {

  private final CheckedBackend backend;
  private final ImageTensor tensor;
  private final int latentSize;

  EncodeStage(CheckedBackend backend, ModelSpec spec) {
    this.backend = backend;
    this.tensor = new ImageTensor(spec.imageSize());
    this.latentSize = spec.network().latentSize();
  }

  List<Latent> encode(List<RgbImage> images, List<float[]> labels) {
    int batch = images.size();
    float[] mean = new float[batch * latentSize];
    float[] logVar = new float[batch * latentSize];
    backend.encode(tensor.ofImages(images), Rows.join(labels), batch, mean, logVar);
    List<Latent> latents = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      latents.add(Latent.of(row(mean, i), row(logVar, i)));
    }
    return latents;
  }

  private float[] row(float[] values, int index) {
    return Arrays.copyOfRange(values, index * latentSize, (index + 1) * latentSize);
  }
}
