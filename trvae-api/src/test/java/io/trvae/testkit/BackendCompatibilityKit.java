package io.trvae.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;

import io.trvae.DomainLabel;
import io.trvae.Precision;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link Backend} and {@link BackendProvider} as tests. A backend's own tests
 * extend this class once for each architecture.
 *
 * @since 0.1.0
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class BackendCompatibilityKit {

  private static final int THREADS = 16;
  private static final int BATCH = 3;

  /** More than one image for each of many threads, and several groups for a few. */
  private static final int LARGE_BATCH = 17;

  private TransferModel model;
  private NetworkSpec spec;
  private float[] images;
  private float[] latents;
  private float[] labels;
  private Backend backend;

  /** For subclasses. */
  protected BackendCompatibilityKit() {}

  /**
   * Creates the provider under test.
   *
   * @return a new provider, of a public class with a public constructor without arguments
   */
  protected abstract BackendProvider provider();

  /**
   * Creates the model to test with. Called once.
   *
   * @return a small model, one of {@link RandomModels} for instance
   */
  protected abstract TransferModel model();

  /**
   * Returns how far a result may be from the reference, which computes in double precision.
   *
   * @return the largest absolute difference, 0.001 unless overridden
   */
  protected double tolerance() {
    return 1e-3;
  }

  /**
   * Returns how far a result may be from that of the same arguments in a batch of another size, or
   * on another number of threads.
   *
   * @return the largest absolute difference, 0.0001 unless overridden; 0 for the same bits
   */
  protected double batchTolerance() {
    return 1e-4;
  }

  /** Makes what all tests share. */
  @BeforeAll
  final void prepare() {
    model = model();
    spec = model.spec().network();
    images = uniform(BATCH * spec.imageShape().size(), 0, 1, 1);
    latents = uniform(BATCH * spec.latentSize(), -2, 2, 2);
    labels = oneHot(0, 1, spec.domainCount() - 1);
  }

  /** Opens the backend under test. */
  @BeforeEach
  final void open() {
    backend = open(2);
  }

  private Backend open(int threads) {
    return provider().open(model, new BackendOptions(threads, Optional.empty(), Precision.FLOAT32));
  }

  /** Closes it. */
  @AfterEach
  final void close() {
    backend.close();
  }

  @Test
  final void probeIsAvailableHereAndRepeatable() {
    BackendProvider provider = provider();
    assertThatCode(provider::probe).doesNotThrowAnyException();
    assertThat(provider.probe()).isInstanceOf(BackendStatus.Available.class);
    assertThat(provider.name()).matches("[a-z0-9][a-z0-9_-]*");
    assertThat(backend.description()).isNotBlank().doesNotContain("\n");
  }

  @Test
  final void agreesWithTheReference() {
    try (Backend reference = new ReferenceBackend(model)) {
      assertClose(encode(backend, images, labels), encode(reference, images, labels), tolerance());
      assertClose(
          decode(backend, latents, labels), decode(reference, latents, labels), tolerance());
    }
  }

  @Test
  final void writesEveryResult() {
    float[] mean = new float[BATCH * spec.latentSize()];
    float[] logVar = mean.clone();
    float[] drawn = new float[BATCH * spec.imageShape().size()];
    for (float[] result : List.of(mean, logVar, drawn)) {
      Arrays.fill(result, Float.NaN);
    }
    backend.encode(images, labels, BATCH, mean, logVar);
    backend.decode(latents, labels, BATCH, drawn);
    for (float[] result : List.of(mean, logVar, drawn)) {
      for (int i = 0; i < result.length; i++) {
        assertThat(Float.isFinite(result[i])).as("element %d is %s", i, result[i]).isTrue();
      }
    }
  }

  @Test
  final void givesTheSameBitsTwice() {
    float[] encoded = encode(backend, images, labels);
    float[] decoded = decode(backend, latents, labels);
    for (int i = 0; i < 3; i++) {
      assertThat(encode(backend, images, labels)).isEqualTo(encoded);
      assertThat(decode(backend, latents, labels)).isEqualTo(decoded);
    }
  }

  @Test
  final void batchAgreesWithSingleCalls() {
    float[] encoded = encode(backend, images, labels);
    float[] decoded = decode(backend, latents, labels);
    for (int i = 0; i < BATCH; i++) {
      float[] label = row(labels, i);
      float[] single = encode(backend, row(images, i), label);
      assertClose(
          Arrays.copyOf(single, spec.latentSize()),
          row(Arrays.copyOf(encoded, encoded.length / 2), i),
          batchTolerance());
      assertClose(
          Arrays.copyOfRange(single, spec.latentSize(), single.length),
          row(Arrays.copyOfRange(encoded, encoded.length / 2, encoded.length), i),
          batchTolerance());
      assertClose(decode(backend, row(latents, i), label), row(decoded, i), batchTolerance());
    }
  }

  /** Images with blends of labels, in batches of even and odd sizes, beside each of them alone. */
  @Test
  final void neitherThreadsNorBatchesMatter() {
    int imageSize = spec.imageShape().size();
    int latentSize = spec.latentSize();
    int domains = spec.domainCount();
    float[] many = uniform(LARGE_BATCH * imageSize, 0, 1, 3);
    float[] codes = uniform(LARGE_BATCH * latentSize, -2, 2, 4);
    float[] blends = uniform(LARGE_BATCH * domains, 0, 1, 5);
    float[] means = new float[LARGE_BATCH * latentSize];
    float[] drawn = new float[LARGE_BATCH * imageSize];
    try (Backend alone = open(1)) {
      for (int i = 0; i < LARGE_BATCH; i++) {
        float[] label = Arrays.copyOfRange(blends, i * domains, (i + 1) * domains);
        float[] image = Arrays.copyOfRange(many, i * imageSize, (i + 1) * imageSize);
        float[] code = Arrays.copyOfRange(codes, i * latentSize, (i + 1) * latentSize);
        System.arraycopy(encode(alone, image, label), 0, means, i * latentSize, latentSize);
        System.arraycopy(decode(alone, code, label), 0, drawn, i * imageSize, imageSize);
      }
    }
    for (int threads : new int[] {1, 2, 16}) {
      try (Backend other = open(threads)) {
        for (int batch : new int[] {1, 2, 3, 5, LARGE_BATCH}) {
          float[] label = Arrays.copyOf(blends, batch * domains);
          float[] encoded = encode(other, Arrays.copyOf(many, batch * imageSize), label);
          float[] decoded = decode(other, Arrays.copyOf(codes, batch * latentSize), label);
          assertThat(distance(encoded, means, batch * latentSize))
              .as("codes on %d threads, in a batch of %d", threads, batch)
              .isLessThanOrEqualTo(batchTolerance());
          assertThat(distance(decoded, drawn, batch * imageSize))
              .as("images on %d threads, in a batch of %d", threads, batch)
              .isLessThanOrEqualTo(batchTolerance());
        }
      }
    }
  }

  /** In batches of all kinds, and with other labels behind the code than before it. */
  @Test
  final void transfersAsItEncodesAndDecodes() {
    int imageSize = spec.imageShape().size();
    float[] many = uniform(LARGE_BATCH * imageSize, 0, 1, 6);
    float[] from = uniform(LARGE_BATCH * spec.domainCount(), 0, 1, 7);
    float[] to = uniform(LARGE_BATCH * spec.domainCount(), 0, 1, 8);
    for (int threads : new int[] {1, 2, 16}) {
      try (Backend other = open(threads)) {
        for (int batch : new int[] {1, 3, LARGE_BATCH}) {
          float[] given = Arrays.copyOf(many, batch * imageSize);
          float[] fromLabels = Arrays.copyOf(from, batch * spec.domainCount());
          float[] toLabels = Arrays.copyOf(to, batch * spec.domainCount());
          float[] encoded = encode(other, given, fromLabels);
          float[] means = Arrays.copyOf(encoded, encoded.length / 2);
          float[] mean = new float[means.length];
          float[] logVar = new float[means.length];
          float[] drawn = new float[given.length];
          other.transfer(given, fromLabels, toLabels, batch, mean, logVar, drawn);
          assertThat(mean).containsExactly(means);
          assertThat(logVar).isEqualTo(Arrays.copyOfRange(encoded, means.length, encoded.length));
          assertThat(drawn).isEqualTo(decode(other, means, toLabels));
          assertThat(given).isEqualTo(Arrays.copyOf(many, given.length));
        }
      }
    }
  }

  /** The largest difference between the first elements; NaN if one of them is. */
  private static double distance(float[] actual, float[] expected, int length) {
    double largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    return largest;
  }

  @Test
  final void labelsMatter() {
    float[] image = row(images, 0);
    float[] latent = row(latents, 0);
    float[] first = row(oneHot(0, 0, 0), 0);
    float[] second = row(oneHot(1, 1, 1), 0);
    assertThat(encode(backend, image, first)).isNotEqualTo(encode(backend, image, second));
    assertThat(decode(backend, latent, first)).isNotEqualTo(decode(backend, latent, second));
  }

  @Test
  final void acceptsBlendedLabels() {
    float[] latent = row(latents, 0);
    float[] blend = new float[spec.domainCount()];
    blend[0] = 0.25f;
    blend[1] = 0.75f;
    float[] drawn = decode(backend, latent, blend);
    try (Backend reference = new ReferenceBackend(model)) {
      assertClose(drawn, decode(reference, latent, blend), tolerance());
    }
    assertThat(drawn).isNotEqualTo(decode(backend, latent, row(oneHot(1, 1, 1), 0)));
  }

  @Test
  final void leavesItsInputsAlone() {
    float[] imagesBefore = images.clone();
    float[] latentsBefore = latents.clone();
    float[] labelsBefore = labels.clone();
    encode(backend, images, labels);
    decode(backend, latents, labels);
    assertThat(images).isEqualTo(imagesBefore);
    assertThat(latents).isEqualTo(latentsBefore);
    assertThat(labels).isEqualTo(labelsBefore);
  }

  @Test
  final void keepsNoReferenceToItsInputs() {
    float[] image = row(images, 0);
    float[] expected = encode(backend, row(images, 0), row(labels, 0));
    assertThat(encode(backend, image, row(labels, 0))).isEqualTo(expected);
    Arrays.fill(image, 0);
    assertThat(encode(backend, row(images, 0), row(labels, 0))).isEqualTo(expected);
  }

  @Test
  final void backendsOfOneProviderAreIndependent() {
    float[] expected = encode(backend, images, labels);
    try (Backend other = open(1)) {
      assertClose(encode(other, images, labels), expected, batchTolerance());
    }
    assertThat(encode(backend, images, labels)).isEqualTo(expected);
  }

  @Test
  final void closesOnceAndForAll() {
    backend.close();
    backend.close();
    assertThatIllegalStateException().isThrownBy(() -> encode(backend, images, labels));
    assertThatIllegalStateException().isThrownBy(() -> decode(backend, latents, labels));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                backend.transfer(
                    images,
                    labels,
                    labels,
                    BATCH,
                    latents.clone(),
                    latents.clone(),
                    images.clone()));
  }

  @Test
  final void sixteenThreadsEachGetTheirOwnImage(@TempDir Path directory) throws Exception {
    DomainLabel from = model.spec().domains().get(0);
    DomainLabel to = model.spec().domains().get(1);
    List<RgbImage> inputs = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      inputs.add(Images.noise(spec.imageSize(), spec.imageSize(), i));
    }
    try (ServiceClassPath services =
            new ServiceClassPath(
                directory, BackendProvider.class, List.of(provider().getClass().getName()));
        TransferPipeline pipeline =
            TransferPipeline.builder()
                .model(ModelSource.of(model))
                .backend(provider().name())
                .threads(2)
                .build()) {
      List<RgbImage> expected =
          inputs.stream().map(image -> pipeline.transfer(image, from, to)).toList();
      assertThat(expected).doesNotHaveDuplicates();
      assertThat(inParallel(inputs, image -> pipeline.transfer(image, from, to)))
          .isEqualTo(expected);
    }
  }

  private static List<RgbImage> inParallel(List<RgbImage> inputs, UnaryOperator<RgbImage> work)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(inputs.size());
    ExecutorService threads = Executors.newFixedThreadPool(inputs.size());
    try {
      List<Future<RgbImage>> futures = new ArrayList<>();
      for (RgbImage input : inputs) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.apply(input);
                }));
      }
      List<RgbImage> results = new ArrayList<>();
      for (Future<RgbImage> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns all means, then all log-variances. */
  private float[] encode(Backend on, float[] batchImages, float[] batchLabels) {
    int batch = batchImages.length / spec.imageShape().size();
    float[] mean = new float[batch * spec.latentSize()];
    float[] logVar = new float[batch * spec.latentSize()];
    on.encode(batchImages, batchLabels, batch, mean, logVar);
    float[] both = Arrays.copyOf(mean, 2 * mean.length);
    System.arraycopy(logVar, 0, both, mean.length, logVar.length);
    return both;
  }

  private float[] decode(Backend on, float[] batchLatents, float[] batchLabels) {
    int batch = batchLatents.length / spec.latentSize();
    float[] drawn = new float[batch * spec.imageShape().size()];
    on.decode(batchLatents, batchLabels, batch, drawn);
    return drawn;
  }

  private float[] oneHot(int... domains) {
    float[] weights = new float[domains.length * spec.domainCount()];
    for (int i = 0; i < domains.length; i++) {
      weights[i * spec.domainCount() + domains[i]] = 1;
    }
    return weights;
  }

  private static float[] row(float[] matrix, int index) {
    int length = matrix.length / BATCH;
    return Arrays.copyOfRange(matrix, index * length, (index + 1) * length);
  }

  private static float[] uniform(int length, double low, double high, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (low + random.nextDouble() * (high - low));
    }
    return values;
  }

  private static void assertClose(float[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - expected[i]);
      // Written so that NaN fails.
      if (!(difference <= tolerance)) {
        fail("Element %d is %s, expected %s within %s", i, actual[i], expected[i], tolerance);
      }
    }
  }
}
