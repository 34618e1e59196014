package io.trvae.cuda.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.RgbImage;
import io.trvae.cuda.CudaBackendProvider;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.PixelBackend;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceBackend;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results, and what happens when the GPU fails, on an emulated one. */
class CudaBackendTest {

  private static final TransferModel SMALL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0), 1);

  /** Enough to be cut in two. */
  private static final int LARGE = 70;

  @BeforeEach
  void emulate() {
    Emulator.load();
  }

  @AfterEach
  void restore() {
    Emulator.scenario("");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPACT, 32, FLOAT32, 1e-4",
    "COMPACT, 16, TF32, 0.01",
    "PORTRAIT, 32, TF32, 0.01",
    "PORTRAIT, 16, BFLOAT16, 0.1",
    "PORTRAIT, 16, FLOAT16, 0.01",
    "ARCH_STYLE_1, 16, TF32, 0.02",
    "ARCH_STYLE_1, 32, BFLOAT16, 0.2",
    "ARCH_STYLE_1, 16, FLOAT16, 0.02",
    "ARCH_STYLE_3, 32, FLOAT32, 1e-4",
  })
  void agreesWithTheReference(
      Architecture architecture, int size, Precision precision, float tolerance) {
    // Sizes that fill neither vectors nor tiles.
    TransferModel model =
        RandomModels.create(new NetworkSpec(architecture, size, 3, 5, 19, 0), size);
    float[] actual = transferred(open(model, precision), model, 2);
    float[] expected = transferred(new ReferenceBackend(model), model, 2);
    assertThat(worstDifference(actual, expected)).isLessThan(tolerance);
    if (precision != Precision.FLOAT32) {
      // Too close would mean that nothing was rounded.
      assertThat(worstDifference(actual, expected)).isGreaterThan(tolerance / 100);
    }
  }

  private static float worstDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float worst = 0;
    for (int i = 0; i < expected.length; i++) {
      float difference = Math.abs(actual[i] - expected[i]);
      worst = difference <= worst ? worst : difference; // NaN stays
    }
    return worst;
  }

  private static Backend open(TransferModel model, Precision precision) {
    return new CudaBackendProvider()
        .open(model, new BackendOptions(1, Optional.empty(), precision));
  }

  /** Returns codes and images of a batch, and closes the backend. */
  private static float[] transferred(Backend backend, TransferModel model, int batch) {
    NetworkSpec spec = model.spec().network();
    float[] images = uniform(batch * spec.imageShape().size(), 0, 1);
    float[] latents = uniform(batch * spec.latentSize(), -2, 2);
    float[] labels = new float[batch * spec.domainCount()];
    for (int i = 0; i < batch; i++) {
      labels[i * spec.domainCount() + i % 2] = 0.25f;
      labels[i * spec.domainCount() + 2] = 0.75f;
    }
    float[] mean = new float[latents.length];
    float[] logVar = new float[latents.length];
    float[] drawn = new float[images.length];
    try (backend) {
      backend.encode(images, labels, batch, mean, logVar);
      backend.decode(latents, labels, batch, drawn);
    }
    float[] all = new float[2 * mean.length + drawn.length];
    System.arraycopy(mean, 0, all, 0, mean.length);
    System.arraycopy(logVar, 0, all, mean.length, mean.length);
    System.arraycopy(drawn, 0, all, 2 * mean.length, drawn.length);
    return all;
  }

  private static float[] uniform(int length, float low, float high) {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = low + random.nextFloat() * (high - low);
    }
    return values;
  }

  @Test
  void cutsLargeBatchesAndKeepsTheirOrder() {
    float[] expected = transferred(new ReferenceBackend(SMALL), SMALL, LARGE);
    float[] actual = transferred(open(SMALL, Precision.FLOAT32), SMALL, LARGE);
    assertThat(worstDifference(actual, expected)).isLessThan(1e-4f);
  }

  @Test
  void computesSmallerPartsWhereMemoryEnds() {
    float[] expected = transferred(new ReferenceBackend(SMALL), SMALL, LARGE);
    // Two are for the weights.
    Emulator.scenario("fail cuMemAlloc_v2 2 5 1");
    float[] actual = transferred(open(SMALL, Precision.FLOAT32), SMALL, LARGE);
    assertThat(worstDifference(actual, expected)).isLessThan(1e-4f);
  }

  /** Somewhere among the memory of two workers of two sessions each. */
  @ParameterizedTest
  @ValueSource(ints = {3, 9, 14, 22})
  void transfersSmallerPartsWhereverMemoryEnds(int allocation) {
    NetworkSpec spec = SMALL.spec().network();
    float[] images = uniform(LARGE * spec.imageShape().size(), 0, 1);
    float[] from = uniform(LARGE * spec.domainCount(), 0, 1);
    float[] to = uniform(LARGE * spec.domainCount(), -1, 1);
    float[] expected = images.clone();
    float[] actual = images.clone();
    try (Backend reference = new ReferenceBackend(SMALL)) {
      transfer(reference, images, from, to, expected);
    }
    Emulator.scenario("fail cuMemAlloc_v2 2 " + allocation + " 1");
    try (Backend backend = open(SMALL, Precision.FLOAT32)) {
      transfer(backend, images, from, to, actual);
    }
    assertThat(worstDifference(actual, expected)).isLessThan(1e-4f);
  }

  private static void transfer(
      Backend backend, float[] images, float[] from, float[] to, float[] drawn) {
    float[] mean = new float[LARGE * SMALL.spec().network().latentSize()];
    backend.transfer(images, from, to, LARGE, mean, mean.clone(), drawn);
  }

  @ParameterizedTest
  @CsvSource({"COMPACT, 1", "PORTRAIT, 3", "ARCH_STYLE_2, 3", "COMPACT, 70"})
  void picturesAsBytesAreDrawnAsPicturesAsFloats(Architecture architecture, int batch) {
    TransferModel model = RandomModels.create(new NetworkSpec(architecture, 16, 3, 5, 19, 0), 4);
    NetworkSpec spec = model.spec().network();
    int length = spec.imageShape().size();
    byte[] pixels = new byte[batch * length];
    new Random(5).nextBytes(pixels);
    float[] images = new float[pixels.length];
    for (int i = 0; i < batch; i++) {
      picture(pixels, i * length, length).copyFloatsTo(images, i * length);
    }
    float[] from = uniform(batch * spec.domainCount(), 0, 1);
    float[] to = uniform(batch * spec.domainCount(), -1, 1);
    float[] mean = new float[batch * spec.latentSize()];
    float[] expectedMean = mean.clone();
    float[] values = new float[images.length];
    byte[] drawn = new byte[pixels.length];
    try (PixelBackend backend = (PixelBackend) open(model, Precision.FLOAT32)) {
      backend.transfer(images, from, to, batch, expectedMean, mean.clone(), values);
      backend.transferPixels(pixels, from, to, batch, mean, mean.clone(), drawn);
    }
    assertThat(mean).isEqualTo(expectedMean);
    for (int i = 0; i < batch; i++) {
      assertThat(picture(drawn, i * length, length))
          .isEqualTo(RgbImage.ofFloats(16, 16, values, i * length));
    }
  }

  private static RgbImage picture(byte[] pixels, int from, int length) {
    return RgbImage.ofRgb(16, 16, Arrays.copyOfRange(pixels, from, from + length));
  }

  @Test
  void aValueThatIsNotFiniteIsFoundAmongBytes() {
    Map<String, Tensor> tensors = new HashMap<>(SMALL.tensors());
    Tensor weight = tensors.get("decoder.conv1.weight");
    float[] huge = weight.toFloats();
    for (int i = 0; i < huge.length; i++) {
      huge[i] = Math.copySign(3e38f, huge[i]);
    }
    tensors.put("decoder.conv1.weight", Tensor.of(weight.shape(), huge));
    TransferModel broken = new TransferModel(SMALL.spec(), tensors, SMALL.provenance());
    byte[] pixels = new byte[SMALL.spec().network().imageShape().size()];
    float[] label = {1, 0, 0};
    float[] code = new float[SMALL.spec().network().latentSize()];
    try (PixelBackend backend = (PixelBackend) open(broken, Precision.FLOAT32)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(
              () ->
                  backend.transferPixels(
                      pixels, label, label, 1, code, code.clone(), pixels.clone()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_FAILED))
          .withMessageContaining("not finite");
    }
  }

  @Test
  void reportsWhereEvenSmallerPartsFindNoMemory() {
    Emulator.scenario("fail cuMemAlloc_v2 2 2 100");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> transferred(open(SMALL, Precision.FLOAT32), SMALL, 8))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_FAILED))
        .withMessageContaining("encode a batch of 8: cuMemAlloc of ")
        .withMessageContaining("CUDA_ERROR_OUT_OF_MEMORY")
        .withMessageContaining("use smaller batches");
  }

  @Test
  void takesMoreLabelsThanItKeeps() {
    NetworkSpec spec = SMALL.spec().network();
    try (Backend backend = open(SMALL, Precision.FLOAT32);
        Backend reference = new ReferenceBackend(SMALL)) {
      // More labels than a session keeps.
      for (int i = 0; i < 40; i++) {
        float[] label = {i / 40f, 1 - i / 40f, 0};
        float[] latent = uniform(spec.latentSize(), -1, 1);
        float[] actual = new float[spec.imageShape().size()];
        float[] expected = new float[spec.imageShape().size()];
        backend.decode(latent, label, 1, actual);
        reference.decode(latent, label, 1, expected);
        assertThat(worstDifference(actual, expected)).isLessThan(1e-4f);
      }
    }
  }

  @Test
  void givesAllMemoryBack() {
    // As much as the probe asks for, and one kilobyte.
    Emulator.scenario("memory 536871936");
    assertThat(transferred(open(SMALL, Precision.FLOAT32), SMALL, LARGE)).isNotEmpty();
    assertThat(new CudaBackendProvider().probe()).isInstanceOf(BackendStatus.Available.class);
  }

  @Test
  void aLostGpuIsAnExceptionThatNamesItAndAnotherPipelineCanBeOpened() {
    Emulator.scenario("fail cuGraphLaunch 719 1 100");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> transferred(open(SMALL, Precision.FLOAT32), SMALL, 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_FAILED))
        .withMessageContaining("decode a batch of 1: cuGraphLaunch failed on GPU 0, Emulated GPU 0")
        .withMessageContaining("(GPU-10101010-1010-1010-1010-101010101010)")
        .withMessageContaining("CUDA_ERROR_LAUNCH_FAILED")
        .withMessageContaining("close it and open another");
    Emulator.scenario("");
    assertThat(transferred(open(SMALL, Precision.FLOAT32), SMALL, 1)).isNotEmpty();
  }
}
