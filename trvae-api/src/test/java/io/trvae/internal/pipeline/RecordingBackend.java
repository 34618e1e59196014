package io.trvae.internal.pipeline;

import io.trvae.spi.Backend;
import java.util.ArrayList;
import java.util.List;

/** Remembers the calls that it passes on. */
final class RecordingBackend implements Backend {

  final List<Integer> encodedBatches = new ArrayList<>();
  final List<Integer> decodedBatches = new ArrayList<>();
  final List<float[]> encodedImages = new ArrayList<>();
  final List<float[]> decodedLabels = new ArrayList<>();
  private final Backend backend;

  RecordingBackend(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public synchronized void encode(
      float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    encodedBatches.add(batch);
    encodedImages.add(images.clone());
    backend.encode(images, labels, batch, mean, logVar);
  }

  @Override
  public synchronized void decode(float[] latents, float[] labels, int batch, float[] images) {
    decodedBatches.add(batch);
    decodedLabels.add(labels.clone());
    backend.decode(latents, labels, batch, images);
  }

  @Override
  public void close() {
    backend.close();
  }
}
