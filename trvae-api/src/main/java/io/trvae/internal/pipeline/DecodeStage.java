package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.RgbImage;
import io.trvae.model.ModelSpec;
import java.util.List;

/** Decodes one batch: latent codes and their labels to images of the model's size. */
final class DecodeStage {

  private final CheckedBackend backend;
  private final ImageTensor tensor;

  DecodeStage(CheckedBackend backend, ModelSpec spec) {
    this.backend = backend;
    this.tensor = new ImageTensor(spec.imageSize());
  }

  List<RgbImage> decode(List<Latent> latents, List<float[]> labels) {
    int batch = latents.size();
    float[] codes = Rows.join(latents.stream().map(Latent::mean).toList());
    float[] images = new float[tensor.length(batch)];
    backend.decode(codes, Rows.join(labels), batch, images);
    return tensor.toImages(images, batch);
  }
}
