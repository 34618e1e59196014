package io.trvae.training;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import java.time.Duration;
import java.util.List;

/** A small configuration, reports, and a backend that paints instead of computing. */
final class TestTraining {

  static final int SIZE = 64;
  static final List<DomainLabel> DOMAINS = List.of(DomainLabel.REAL, DomainLabel.ANIME);
  static final TrainingConfig CONFIG =
      TrainingConfig.builder(
              new ModelSpec(
                  new NetworkSpec(Architecture.COMPACT, SIZE, DOMAINS.size(), 4, 8, 0), DOMAINS))
          .validationFraction(0.5)
          .build();
  static final Backend NO_BACKEND = new PaintingBackend();

  private TestTraining() {}

  static EpochReport report(int epoch) {
    return new EpochReport(
        epoch,
        40,
        new Losses(0.5 / epoch, 12.25, 0, 1e-7 / epoch),
        new Losses(0.75 / epoch, 11, 1.5 / epoch, 1234.5),
        0.0005,
        epoch % 2 == 1,
        3200,
        Duration.ofMillis(1600));
  }

  /**
   * Encodes an image to its first pixel and the index of its label; decodes to a plain picture: red
   * that first value, green 1 for label 0, blue the source's index.
   */
  static final class PaintingBackend implements Backend {

    @Override
    public String description() {
      return "paint";
    }

    @Override
    public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
      for (int i = 0; i < batch; i++) {
        mean[i * 4] = images[i * 3 * SIZE * SIZE];
        mean[i * 4 + 1] = labels[2 * i + 1];
      }
    }

    @Override
    public void decode(float[] latents, float[] labels, int batch, float[] images) {
      int plane = SIZE * SIZE;
      for (int i = 0; i < batch; i++) {
        for (int p = 0; p < plane; p++) {
          images[i * 3 * plane + p] = latents[i * 4];
          images[(i * 3 + 1) * plane + p] = labels[2 * i];
          images[(i * 3 + 2) * plane + p] = latents[i * 4 + 1];
        }
      }
    }

    @Override
    public void close() {}
  }
}
