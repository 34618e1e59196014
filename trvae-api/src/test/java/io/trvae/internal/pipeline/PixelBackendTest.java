package io.trvae.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.Levels;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.PixelBackend;
import io.trvae.testkit.Images;
import io.trvae.testkit.PassingBackend;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pictures go to a backend as they are where it takes them, and nothing else changes. */
class PixelBackendTest {

  private static final int SIZE = 16;
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 3, 4, 8, 0), 1);

  private final DomainLabel from = MODEL.spec().domains().get(0);
  private final DomainLabel to = MODEL.spec().domains().get(1);
  private final Converting backend = new Converting(new ReferenceBackend(MODEL));

  /** Computes with another one. */
  private static final class Converting extends PassingBackend implements PixelBackend {

    private final List<Integer> batches = new ArrayList<>();
    private boolean broken;

    Converting(Backend backend) {
      super(backend);
    }

    @Override
    public void transferPixels(
        byte[] pixels,
        float[] from,
        float[] to,
        int batch,
        float[] mean,
        float[] logVar,
        byte[] drawn) {
      batches.add(batch);
      if (broken) {
        return;
      }
      int length = pixels.length / batch;
      float[] images = new float[pixels.length];
      for (int i = 0; i < batch; i++) {
        byte[] rgb = Arrays.copyOfRange(pixels, i * length, (i + 1) * length);
        RgbImage.ofRgb(SIZE, SIZE, rgb).copyFloatsTo(images, i * length);
      }
      float[] values = new float[pixels.length];
      transfer(images, from, to, batch, mean, logVar, values);
      for (int i = 0; i < batch; i++) {
        byte[] rgb = RgbImage.ofFloats(SIZE, SIZE, values, i * length).rgb();
        System.arraycopy(rgb, 0, drawn, i * length, length);
      }
    }
  }

  private static TransferPipeline pipeline(Backend backend) {
    return new DefaultTransferPipeline(MODEL, "pixels", backend, 1, Optional.empty());
  }

  @Test
  void resultsAreTheSame() {
    List<TransferRequest> requests =
        List.of(
            TransferRequest.of(Images.noise(SIZE, SIZE, 1), from, to),
            TransferRequest.of(Images.noise(50, 40, 2), to, from).withStrength(0.3));
    try (TransferPipeline pixels = pipeline(backend);
        TransferPipeline floats = pipeline(new ReferenceBackend(MODEL))) {
      List<TransferResult> actual = all(pixels, requests);
      List<TransferResult> expected = all(floats, requests);
      assertThat(backend.batches).containsExactly(2);
      for (int i = 0; i < 2; i++) {
        assertThat(actual.get(i).image()).isEqualTo(expected.get(i).image());
        assertThat(actual.get(i).latent()).isEqualTo(expected.get(i).latent());
      }
    }
  }

  private static List<TransferResult> all(
      TransferPipeline pipeline, List<TransferRequest> requests) {
    return pipeline.transferAll(requests, (done, total) -> {}, new Cancellation());
  }

  @Test
  void otherLevelsNeedTheValuesThatWereDrawn() {
    TransferRequest request =
        TransferRequest.of(Images.noise(SIZE, SIZE, 1), from, to).withLevels(Levels.STRETCHED);
    try (TransferPipeline pipeline = pipeline(backend)) {
      pipeline.transfer(request);
      assertThat(backend.batches).isEmpty();
    }
  }

  @Test
  void whatTheBackendLeavesOutIsFound() {
    backend.broken = true;
    try (TransferPipeline pipeline = pipeline(backend)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> pipeline.transfer(Images.noise(SIZE, SIZE, 1), from, to))
          .withMessageContaining("The backend 'pixels' computed NaN")
          .withMessageContaining("the latent mean");
    }
  }
}
