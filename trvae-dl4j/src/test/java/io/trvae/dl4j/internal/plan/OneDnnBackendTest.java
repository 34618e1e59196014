package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;

import io.trvae.dl4j.internal.samediff.SameDiffBackend;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.testkit.RandomModels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnBackendTest {

  private static final int SIZE = 32;
  private static final int LATENT = 8;
  private static final int DOMAINS = 3;
  private static final int BATCH = 129;
  private static final int PIXELS = 3 * SIZE * SIZE;

  /** Every way to cut a batch into groups and an image into parts gives what ND4J computes. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void everyBatchSizeAgreesWithNd4j(Architecture architecture) {
    TransferModel model =
        RandomModels.create(new NetworkSpec(architecture, SIZE, DOMAINS, LATENT, 16, 0.1f), 1);
    float[] images = uniform(BATCH * PIXELS);
    float[] labels = new float[BATCH * DOMAINS];
    for (int i = 0; i < BATCH; i++) {
      labels[i * DOMAINS + i % DOMAINS] = 1;
    }
    float[] mean = new float[BATCH * LATENT];
    float[] logVar = new float[BATCH * LATENT];
    float[] drawn = new float[BATCH * PIXELS];
    try (Backend reference = new SameDiffBackend("reference", model, 1)) {
      reference.encode(images, labels, BATCH, mean, logVar);
      reference.decode(mean, labels, BATCH, drawn);
    }
    for (int threads : new int[] {1, 2, 5}) {
      try (Backend backend = new OneDnnBackend("plan", model, threads)) {
        for (int batch : new int[] {1, 2, 3, 4, 5, 7, 8, 16, 31, 33, 128, BATCH}) {
          float[] batchMean = new float[batch * LATENT];
          float[] batchLogVar = new float[batch * LATENT];
          float[] batchDrawn = new float[batch * PIXELS];
          float[] batchImages = Arrays.copyOf(images, batch * PIXELS);
          float[] batchLabels = Arrays.copyOf(labels, batch * DOMAINS);
          backend.encode(batchImages, batchLabels, batch, batchMean, batchLogVar);
          backend.decode(Arrays.copyOf(mean, batch * LATENT), batchLabels, batch, batchDrawn);
          assertClose(batchMean, mean);
          assertClose(batchLogVar, logVar);
          assertClose(batchDrawn, drawn);
        }
      }
    }
  }

  @Test
  void aClosedBackendRefusesASingleImage() {
    TransferModel model =
        RandomModels.create(
            new NetworkSpec(Architecture.COMPACT, SIZE, DOMAINS, LATENT, 16, 0.1f), 1);
    Backend backend = new OneDnnBackend("plan", model, 2);
    backend.close();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                backend.encode(
                    new float[PIXELS],
                    new float[] {1, 0, 0},
                    1,
                    new float[LATENT],
                    new float[LATENT]));
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual.length).isLessThanOrEqualTo(expected.length);
    for (int i = 0; i < actual.length; i++) {
      // Written so that NaN fails.
      if (!(Math.abs(actual[i] - expected[i]) <= 1e-4f)) {
        fail("Element %d of %d is %s, not %s", i, actual.length, actual[i], expected[i]);
      }
    }
  }

  private static float[] uniform(int length) {
    Random random = new Random(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
