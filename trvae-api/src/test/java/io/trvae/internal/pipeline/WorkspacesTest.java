package io.trvae.internal.pipeline;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkspacesTest {

  private static final int SIZE = 16;
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 3, 8, 16, 0), 1);

  private final TransferRequest request =
      TransferRequest.of(Images.noise(SIZE, SIZE, 1), REAL, ANIME);
  private final IdleBackend backend = new IdleBackend();

  @Test
  void whatAFailedCallHadIsNotGivenToAnother() {
    try (TransferPipeline pipeline =
        new DefaultTransferPipeline(MODEL, "idle", backend, 1, Optional.empty())) {
      pipeline.transfer(request);
      pipeline.transfer(request);
      backend.failing = true;
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> pipeline.transfer(request));
      backend.failing = false;
      pipeline.transfer(request);
    }
    float[] first = backend.seen.get(0);
    assertThat(backend.seen.get(1)).isSameAs(first);
    assertThat(backend.seen.get(2)).isSameAs(first);
    assertThat(backend.seen.get(3)).isNotSameAs(first);
  }

  /** Computes nothing but zeros, and remembers the images that it was to encode. */
  private static final class IdleBackend implements Backend {

    private final List<float[]> seen = new ArrayList<>();
    private boolean failing;

    @Override
    public String description() {
      return "idle";
    }

    @Override
    public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
      seen.add(images);
      if (failing) {
        throw new ArithmeticException("as told");
      }
      Arrays.fill(mean, 0);
      Arrays.fill(logVar, 0);
    }

    @Override
    public void decode(float[] latents, float[] labels, int batch, float[] images) {
      Arrays.fill(images, 0);
    }

    @Override
    public void close() {}
  }
}
