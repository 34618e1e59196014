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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Whether an image is computed alone or beside others must not be seen in it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void concurrentCallersGetWhatTheyWouldGetAlone(int threads) throws Exception {
    TransferModel model =
        RandomModels.create(
            new NetworkSpec(Architecture.PORTRAIT, SIZE, DOMAINS, LATENT, 16, 0.1f), 1);
    try (Backend backend = new OneDnnBackend("plan", model, threads)) {
      List<Single> alone = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        alone.add(Single.compute(backend, caller));
      }
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      ExecutorService executor = Executors.newFixedThreadPool(8);
      for (int caller = 0; caller < 8; caller++) {
        int number = caller;
        callers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    Single.compute(backend, number).assertLike(alone.get(number));
                  }
                },
                executor));
      }
      for (CompletableFuture<Void> caller : callers) {
        caller.get();
      }
      executor.shutdown();
    }
  }

  /** What becomes of one image, each with a label of its own. */
  private record Single(float[] mean, float[] logVar, float[] drawn) {

    static Single compute(Backend backend, int number) {
      Single single = new Single(new float[LATENT], new float[LATENT], new float[PIXELS]);
      float[] label = new float[DOMAINS];
      label[number % DOMAINS] = 1 - number / 10f;
      label[(number + 1) % DOMAINS] = number / 10f;
      float[] image = uniform(PIXELS);
      Arrays.fill(image, 0, PIXELS / 2, number / 8f);
      backend.encode(image, label, 1, single.mean, single.logVar);
      backend.decode(single.mean, label, 1, single.drawn);
      return single;
    }

    void assertLike(Single other) {
      assertClose(mean, other.mean, 1e-6f);
      assertClose(logVar, other.logVar, 1e-6f);
      assertClose(drawn, other.drawn, 1e-6f);
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
    assertClose(actual, expected, 1e-4f);
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual.length).isLessThanOrEqualTo(expected.length);
    for (int i = 0; i < actual.length; i++) {
      // Written so that NaN fails.
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
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
