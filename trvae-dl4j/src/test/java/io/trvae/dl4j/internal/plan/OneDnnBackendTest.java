package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.trvae.Precision;
import io.trvae.dl4j.OneDnnBackendProvider;
import io.trvae.dl4j.internal.samediff.SameDiffBackend;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendStatus;
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
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class OneDnnBackendTest {

  private static final int SIZE = 32;
  private static final int LATENT = 8;
  private static final int DOMAINS = 3;
  private static final int BATCH = 129;
  private static final int PIXELS = 3 * SIZE * SIZE;

  private static final float[] IMAGES = uniform(BATCH * PIXELS);
  private static final float[] LABELS = labels(BATCH);

  /** What an encoder makes of the images, and a decoder of latent codes. */
  private record Results(float[] mean, float[] logVar, float[] drawn) {

    /** Computes all images, and decodes their own codes. */
    static Results of(Backend backend) {
      float[] mean = new float[BATCH * LATENT];
      float[] logVar = new float[BATCH * LATENT];
      float[] drawn = new float[BATCH * PIXELS];
      backend.encode(IMAGES, LABELS, BATCH, mean, logVar);
      backend.decode(mean, LABELS, BATCH, drawn);
      return new Results(mean, logVar, drawn);
    }

    /** Computes the first images as a batch, and decodes the first of these codes. */
    Results again(Backend backend, int batch) {
      float[] labels = labels(batch);
      float[] batchMean = new float[batch * LATENT];
      float[] batchLogVar = new float[batch * LATENT];
      float[] batchDrawn = new float[batch * PIXELS];
      backend.encode(Arrays.copyOf(IMAGES, batch * PIXELS), labels, batch, batchMean, batchLogVar);
      backend.decode(Arrays.copyOf(mean, batch * LATENT), labels, batch, batchDrawn);
      return new Results(batchMean, batchLogVar, batchDrawn);
    }
  }

  /**
   * Every way to cut a batch into groups and an image into parts gives what ND4J computes. The
   * mirrored decoder has no other layers than those here, and takes half a minute.
   */
  @ParameterizedTest
  @EnumSource(value = Architecture.class, mode = Mode.EXCLUDE, names = "ARCH_STYLE_3_MIRRORED")
  void everyBatchSizeAgreesWithNd4j(Architecture architecture) {
    TransferModel model = model(architecture);
    Results expected;
    try (Backend reference = new SameDiffBackend("reference", model, 1)) {
      expected = Results.of(reference);
    }
    for (int threads : new int[] {1, 2, 5}) {
      try (Backend backend = new OneDnnBackend("plan", model, threads, Precision.FLOAT32)) {
        for (int batch : new int[] {1, 2, 3, 4, 5, 7, 8, 16, 31, 33, 128, BATCH}) {
          Results actual = expected.again(backend, batch);
          assertClose(actual.mean, expected.mean);
          assertClose(actual.logVar, expected.logVar);
          assertClose(actual.drawn, expected.drawn);
        }
      }
    }
  }

  /**
   * Rounding to 8 bits of significand makes noise of 0.17 % of a value. A layer rounds weights and
   * results and hands on the noise that came to it: measured, 0.3 % for each layer, so 1 % or 40 dB
   * behind the fifteen layers of the deepest encoder. Without rounding it would be beyond 100 dB,
   * as it is with dense layers alone.
   */
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      mode = Mode.EXCLUDE,
      names = {"ARCH_STYLE_2", "ARCH_STYLE_3_MIRRORED"})
  void bfloat16IsFloat32WithNoise(Architecture architecture) {
    assumeThat(new OneDnnBackendProvider().probe(Precision.BFLOAT16))
        .isInstanceOf(BackendStatus.Available.class);
    TransferModel model = model(architecture);
    Results exact;
    try (Backend reference = new OneDnnBackend("exact", model, 1, Precision.FLOAT32)) {
      exact = Results.of(reference);
    }
    for (int threads : new int[] {1, 2, 5}) {
      try (Backend backend = new OneDnnBackend("rounded", model, threads, Precision.BFLOAT16)) {
        for (int batch : new int[] {1, 4, 7, BATCH}) {
          Results rounded = exact.again(backend, batch);
          if (architecture == Architecture.PORTRAIT_LINEAR) { // its encoder has dense layers alone
            assertClose(rounded.mean, exact.mean);
            assertClose(rounded.logVar, exact.logVar);
          } else {
            assertThat(signalToNoise(rounded.mean, exact.mean)).isBetween(38.0, 70.0);
            assertThat(signalToNoise(rounded.logVar, exact.logVar)).isBetween(38.0, 70.0);
          }
          assertThat(signalToNoise(rounded.drawn, exact.drawn)).isBetween(38.0, 70.0);
        }
      }
    }
  }

  /** What a network of dense layers reads is float32, and with it what they compute. */
  @Test
  void denseLayersAloneAreNotRounded() {
    assumeThat(new OneDnnBackendProvider().probe(Precision.BFLOAT16))
        .isInstanceOf(BackendStatus.Available.class);
    TransferModel model = model(Architecture.ARCH_STYLE_2);
    try (Backend exact = new OneDnnBackend("exact", model, 2, Precision.FLOAT32);
        Backend rounded = new OneDnnBackend("rounded", model, 2, Precision.BFLOAT16)) {
      Results expected = Results.of(exact);
      Results actual = expected.again(rounded, BATCH);
      assertClose(actual.mean, expected.mean);
      assertClose(actual.drawn, expected.drawn);
    }
  }

  /** In decibels; for images in [0, 1] at most the PSNR. */
  private static double signalToNoise(float[] actual, float[] expected) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < actual.length; i++) {
      signal += (double) expected[i] * expected[i];
      noise += Math.pow((double) actual[i] - expected[i], 2);
    }
    return 10 * Math.log10(signal / noise);
  }

  /** 64 pixels: oneDNN adds in another order when it is given less of a small image. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void neitherBatchNorThreadsChangeABit(Architecture architecture) {
    assertNeitherBatchNorThreadsChangeABit(architecture, 64);
  }

  /** For half of a layer here oneDNN has slow reference code alone, for all of it fast code. */
  @Test
  void aPartIsComputedAsTheWholeOrNotAtAll() {
    assertNeitherBatchNorThreadsChangeABit(Architecture.PORTRAIT, 96);
  }

  private static void assertNeitherBatchNorThreadsChangeABit(
      Architecture architecture, int imageSize) {
    int batch = 5;
    int pixels = 3 * imageSize * imageSize;
    TransferModel model =
        RandomModels.create(new NetworkSpec(architecture, imageSize, DOMAINS, LATENT, 16, 0.1f), 1);
    float[] images = uniform(batch * pixels);
    float[] labels = new float[batch * DOMAINS];
    for (int i = 0; i < batch; i++) {
      labels[i * DOMAINS + i % DOMAINS] = 1;
    }
    float[] mean = new float[batch * LATENT];
    float[] logVar = new float[batch * LATENT];
    float[] drawn = new float[batch * pixels];
    try (Backend together = new OneDnnBackend("together", model, 1, Precision.FLOAT32)) {
      together.encode(images, labels, batch, mean, logVar);
      together.decode(mean, labels, batch, drawn);
    }
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (Backend backend = new OneDnnBackend("alone", model, threads, Precision.FLOAT32)) {
        for (int i = 0; i < batch; i++) {
          float[] image = Arrays.copyOfRange(images, i * pixels, (i + 1) * pixels);
          float[] label = Arrays.copyOfRange(labels, i * DOMAINS, (i + 1) * DOMAINS);
          float[] oneMean = new float[LATENT];
          float[] oneDrawn = new float[pixels];
          backend.encode(image, label, 1, oneMean, new float[LATENT]);
          backend.decode(oneMean, label, 1, oneDrawn);
          assertThat(oneMean).isEqualTo(Arrays.copyOfRange(mean, i * LATENT, (i + 1) * LATENT));
          assertThat(oneDrawn).isEqualTo(Arrays.copyOfRange(drawn, i * pixels, (i + 1) * pixels));
        }
      }
    }
  }

  /** Whether an image is computed alone or beside others must not be seen in it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void concurrentCallersGetWhatTheyWouldGetAlone(int threads) throws Exception {
    TransferModel model = model(Architecture.PORTRAIT);
    try (Backend backend = new OneDnnBackend("plan", model, threads, Precision.FLOAT32)) {
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
      assertThat(mean).isEqualTo(other.mean);
      assertThat(logVar).isEqualTo(other.logVar);
      assertThat(drawn).isEqualTo(other.drawn);
    }
  }

  @Test
  void aClosedBackendRefusesASingleImage() {
    Backend backend = new OneDnnBackend("plan", model(Architecture.COMPACT), 2, Precision.FLOAT32);
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

  private static TransferModel model(Architecture architecture) {
    return RandomModels.create(new NetworkSpec(architecture, SIZE, DOMAINS, LATENT, 16, 0.1f), 1);
  }

  private static float[] labels(int batch) {
    float[] labels = new float[batch * DOMAINS];
    for (int i = 0; i < batch; i++) {
      labels[i * DOMAINS + i % DOMAINS] = 1;
    }
    return labels;
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
