package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceNetwork;
import io.trvae.training.DomainDataset;
import io.trvae.training.TrainingConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearEncoderTest {

  private static final int SIZE = 5;
  private static final int PIXELS = 3 * 16 * 16;
  private static final double NOISE = 0.01;

  /**
   * Images that are a domain's mean, plus a mixture of eight patterns that all domains share, plus
   * noise. How much of a pattern there is has another deviation in each domain, and in the last one
   * the first two go together.
   */
  private record Mixtures(int count, int kinds) implements DomainDataset {

    private static final double[][] DEVIATIONS = {
      {3, 2, 1, 0.7, 0.5, 0.02, 0.02, 0.02},
      {1, 2, 2, 0.3, 0.5, 0.02, 0.02, 0.02},
      {2, 1, 1, 0.9, 0.2, 0.02, 0.02, 0.02}
    };

    private static double[] mixture(int domain, int index) {
      Random random = new Random(100_000L * domain + index);
      double[] parts = new double[8];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = DEVIATIONS[domain][i] * random.nextGaussian();
      }
      parts[1] += domain == 2 ? parts[0] : 0;
      return parts;
    }

    /** A wave of length 1, orthogonal to the others. */
    private static double pattern(int number, int pixel) {
      return Math.sqrt(2.0 / PIXELS) * Math.cos(Math.PI * (number + 1) * (pixel + 0.5) / PIXELS);
    }

    @Override
    public List<DomainLabel> domains() {
      return List.of(DomainLabel.of("a"), DomainLabel.of("b"), DomainLabel.of("c"))
          .subList(0, kinds);
    }

    @Override
    public int imageSize() {
      return 16;
    }

    @Override
    public int size(int domain) {
      return count;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      double[] parts = mixture(domain, index);
      Random random = new Random(-100_000L * domain - index);
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        double value = 0.2 * domain + NOISE * random.nextGaussian();
        for (int i = 0; i < parts.length; i++) {
          value += parts[i] * pattern(i, pixel);
        }
        target[offset + pixel] = (float) value;
      }
    }
  }

  private static NetworkSpec spec(int domains) {
    return new NetworkSpec(Architecture.PORTRAIT_LINEAR, 16, domains, SIZE, 8, 0);
  }

  private static TransferModel start(TrainingConfig.Builder config, Mixtures images) {
    TrainingConfig built = config.build();
    Network network = built.model().network().network();
    ParameterLayout layout = new ParameterLayout(network.parameters());
    Map<String, Tensor> arrays = layout.toTensors(Initialiser.start(layout, built, images));
    return new TransferModel(built.model(), arrays, RandomModels.create(spec(2), 1).provenance());
  }

  private static TransferModel computed(Mixtures images) {
    return start(
        TrainingConfig.builder(new ModelSpec(spec(images.kinds()), images.domains())), images);
  }

  /** Mean and log-variance of each image's code. */
  private static double[][][] encode(TransferModel model, Mixtures images, int domain) {
    ReferenceNetwork reference = new ReferenceNetwork(model.tensors());
    double[] label = new double[model.spec().domains().size()];
    label[domain] = 1;
    return IntStream.range(0, images.count())
        .mapToObj(
            index -> {
              float[] image = new float[PIXELS];
              images.copyTo(domain, index, image, 0, false);
              double[] x = IntStream.range(0, PIXELS).mapToDouble(i -> image[i]).toArray();
              return reference.encode(model.network(), x, label);
            })
        .toArray(double[][][]::new);
  }

  private static double[][] means(TransferModel model, Mixtures images, int domain) {
    return Arrays.stream(encode(model, images, domain))
        .map(code -> code[0])
        .toArray(double[][]::new);
  }

  private static void assertStandard(double[][] codes, double tolerance) {
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        double product = 0;
        for (double[] code : codes) {
          sum += code[i] / codes.length;
          product += code[i] * code[j] / codes.length;
        }
        assertThat(sum).isCloseTo(0, within(1e-3));
        assertThat(product).as(i + ", " + j).isCloseTo(i == j ? 1 : 0, within(tolerance));
      }
    }
  }

  @Test
  void codesOfEveryDomainHaveMeanZeroAndCovarianceOne() {
    Mixtures images = new Mixtures(400, 3);
    TransferModel model = computed(images);
    for (int domain = 0; domain < 3; domain++) {
      assertStandard(means(model, images, domain), 0.005);
    }
  }

  /** Five patterns hold nearly all of the variance: the mixture can be told from the code. */
  @Test
  void codesTellWhatVariesMost() {
    Mixtures images = new Mixtures(400, 3);
    double[][] codes = means(computed(images), images, 2);
    for (int pattern = 0; pattern < SIZE; pattern++) {
      double[] parts = new double[codes.length];
      for (int index = 0; index < parts.length; index++) {
        parts[index] = Mixtures.mixture(2, index)[pattern];
      }
      assertThat(shareExplained(codes, parts)).isGreaterThan(0.98);
    }
  }

  /** The share of a value's variance that uncorrelated codes explain linearly. */
  private static double shareExplained(double[][] codes, double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double explained = 0;
    for (int i = 0; i < SIZE; i++) {
      double product = 0;
      for (int index = 0; index < values.length; index++) {
        product += codes[index][i] * (values[index] - mean);
      }
      explained += product * product / values.length;
    }
    return explained / variance;
  }

  /** Where patterns only differ in how much they vary, none takes another's place. */
  @Test
  void aTransferKeepsEachPatternInItsPlace() {
    Mixtures images = new Mixtures(400, 2);
    TransferModel model = computed(images);
    double[][] here = means(model, images, 0);
    double[][] there = means(model, images, 1);
    for (int pattern = 0; pattern < 3; pattern++) {
      double[] readHere = reading(here, 0, pattern);
      double[] readThere = reading(there, 1, pattern);
      double product = 0;
      for (int i = 0; i < SIZE; i++) {
        product += readHere[i] * readThere[i];
      }
      assertThat(product).as("pattern " + pattern).isGreaterThan(0.98);
    }
  }

  /** The direction of codes that says how much of a pattern there is, of length 1. */
  private static double[] reading(double[][] codes, int domain, int pattern) {
    double[] direction = new double[SIZE];
    for (int index = 0; index < codes.length; index++) {
      for (int i = 0; i < SIZE; i++) {
        direction[i] += codes[index][i] * Mixtures.mixture(domain, index)[pattern];
      }
    }
    double length = Math.sqrt(Arrays.stream(direction).map(v -> v * v).sum());
    return Arrays.stream(direction).map(v -> v / length).toArray();
  }

  /** Noise of a pixel, seen through the map: its variance over that of the code. */
  @Test
  void logVarIsThatOfTheNoise() {
    Mixtures images = new Mixtures(400, 2);
    TransferModel model = computed(images);
    double[][] code = encode(model, images, 0)[0];
    double[][] other = encode(model, images, 1)[7];
    assertThat(code[1]).containsExactly(other[1], within(1e-9));
    float[] alignment = model.tensor("encoder.alignment.weight").toFloats();
    // What three small patterns add to a pixel's noise.
    double residual = NOISE * NOISE + 3 * 0.02 * 0.02 / PIXELS;
    for (int i = 0; i < SIZE; i++) {
      double squares = 0;
      for (int domain = 0; domain < 2; domain++) {
        for (int j = 0; j < SIZE; j++) {
          double value = alignment[(domain * SIZE + i) * SIZE + j];
          squares += value * value / 2;
        }
      }
      assertThat(Math.exp(code[1][i]))
          .isCloseTo(residual * squares, within(0.03 * residual * squares));
    }
  }

  @Test
  void anAddedDomainGetsCodesLikeTheOthersWhichStay() {
    TransferModel two = computed(new Mixtures(400, 2));
    Mixtures images = new Mixtures(400, 3);
    TransferModel three =
        start(
            TrainingConfig.builder(new ModelSpec(spec(3), images.domains())).initialModel(two),
            images);
    for (int domain = 0; domain < 2; domain++) {
      double[][] before = encode(two, images, domain)[3];
      double[][] after = encode(three, images, domain)[3];
      assertThat(after[0]).containsExactly(before[0], within(0.0));
      assertThat(after[1]).containsExactly(before[1], within(0.0));
    }
    assertStandard(means(three, images, 2), 0.01);
  }

  /** Fewer images than elements of the code: what no image shows stays 0. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void fewImagesAreEnough(int count) {
    Mixtures images = new Mixtures(count, 2);
    double[][] codes = means(computed(images), images, 0);
    for (double[] code : codes) {
      assertThat(code).doesNotContain(Double.NaN);
      assertThat(Arrays.stream(code).map(Math::abs).max().orElseThrow()).isLessThan(10);
    }
    assertThat(Arrays.stream(codes[0]).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Mixtures images = new Mixtures(50, 2);
    assertThat(computed(images).tensor("encoder.projection.weight").toFloats())
        .isEqualTo(computed(images).tensor("encoder.projection.weight").toFloats());
  }
}
