package io.trvae.internal.pipeline;

import io.trvae.spi.Backend;
import io.trvae.testkit.PassingBackend;
import java.util.ArrayList;
import java.util.List;

/** Remembers the calls that it passes on. */
final class RecordingBackend extends PassingBackend {

  final List<Integer> encodedBatches = new ArrayList<>();
  final List<Integer> decodedBatches = new ArrayList<>();
  final List<Integer> transferredBatches = new ArrayList<>();
  final List<float[]> encodedImages = new ArrayList<>();
  final List<float[]> decodedLabels = new ArrayList<>();

  RecordingBackend(Backend backend) {
    super(backend);
  }

  @Override
  public synchronized void encode(
      float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    encodedBatches.add(batch);
    encodedImages.add(images.clone());
    super.encode(images, labels, batch, mean, logVar);
  }

  @Override
  public synchronized void decode(float[] latents, float[] labels, int batch, float[] images) {
    decodedBatches.add(batch);
    decodedLabels.add(labels.clone());
    super.decode(latents, labels, batch, images);
  }

  /** Counts as both of its halves too. */
  @Override
  public synchronized void transfer(
      float[] images,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      float[] drawn) {
    transferredBatches.add(batch);
    encodedBatches.add(batch);
    encodedImages.add(images.clone());
    decodedBatches.add(batch);
    decodedLabels.add(to.clone());
    super.transfer(images, from, to, batch, mean, logVar, drawn);
  }
}
