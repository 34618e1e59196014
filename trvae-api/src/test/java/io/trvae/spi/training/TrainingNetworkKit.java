package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.network.Architecture;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.training.Losses;
import io.trvae.training.MmdEstimate;
import io.trvae.training.TrainingConfig;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine against plain float64 loops: losses, every gradient, statistics, inference.
 *
 * <p>Where a rectifier's argument is nearer to 0 than float32 rounding, the two may take different
 * sides, which changes a gradient by more than the tolerance. The seeds draw batches without such a
 * case: of some dozens they are those whose nearest argument is farthest away.
 */
public abstract class TrainingNetworkKit {

  private static final double TOLERANCE = 1e-4;

  /** Rounding of values around 1, several times over. */
  private static final double NEAREST_KINK = 8e-7;

  private static final double RECONSTRUCTION_WEIGHT = 3;
  private static final double KL_WEIGHT = 0.7;
  private static final double MMD_WEIGHT = 0.4;
  private static final long SEED = 11;
  private static final long STEP = 4;

  /** Starts the engine that is tested; closed after each test. */
  protected abstract TrainingEngine<?, ?> engine();

  /** Tells whether a network is small enough for the engine that is tested. */
  protected boolean affords(Network network) {
    return true;
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(Named.of("every layer", TinyNetworks.everyLayer(0)), 3, 6),
        Arguments.of(Named.of("every layer, dropout", TinyNetworks.everyLayer(0.3f)), 3, 6),
        Arguments.of(Named.of("one pixel", TinyNetworks.onePixel()), 3, 6),
        described(Architecture.COMPACT, 16, 2, 0, 4, 7),
        described(Architecture.COMPACT, 16, 3, 0.2f, 3, 22),
        described(Architecture.COMPACT, 32, 2, 0.2f, 2, 2),
        described(Architecture.PORTRAIT, 16, 3, 0.2f, 3, 10),
        described(Architecture.PORTRAIT, 32, 2, 0, 2, 4),
        described(Architecture.ARCH_STYLE_1, 16, 2, 0.2f, 2, 5),
        described(Architecture.ARCH_STYLE_1, 16, 3, 0, 2, 9),
        described(Architecture.ARCH_STYLE_2, 9, 2, 0.2f, 2, 6),
        described(Architecture.ARCH_STYLE_3, 32, 2, 0.2f, 2, 13),
        described(Architecture.ARCH_STYLE_3, 32, 3, 0, 2, 6));
  }

  private static Arguments described(
      Architecture architecture, int size, int domains, float dropout, int perDomain, int seed) {
    NetworkSpec spec = new NetworkSpec(architecture, size, domains, 8, 12, dropout);
    return Arguments.of(Named.of(spec.toString(), spec.network()), perDomain, seed);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithPlainLoops(Network network, int perDomain, int seed) {
    assumeTrue(affords(network), "the network is too large for this engine");
    try (TrainingEngine<?, ?> engine = engine()) {
      agreesWithPlainLoops(engine, network, perDomain, seed);
    }
  }

  private static <F extends TrainingFeatures, P extends TrainingParameters>
      void agreesWithPlainLoops(
          TrainingEngine<F, P> engine, Network network, int perDomain, int seed) {
    // Both estimates are taken somewhere.
    MmdEstimate estimate = MmdEstimate.values()[network.spec().domainCount() % 2];
    PlainTraining plain =
        new PlainTraining(network, RECONSTRUCTION_WEIGHT, KL_WEIGHT, MMD_WEIGHT, estimate);
    Batch batch = TinyNetworks.batch(network, perDomain, seed);
    ParameterLayout layout = new ParameterLayout(network.parameters());
    try (P parameters = engine.parameters(layout);
        TrainingNetwork<F, P> trained =
            new TrainingNetwork<>(
                engine, network, parameters, config(network, perDomain, estimate))) {
      float[] values = new float[layout.size()];
      Random random = new Random(5);
      for (Parameter parameter : network.parameters()) {
        float[] drawn = TinyNetworks.draw(parameter, random);
        layout.slice(values, parameter.name()).put(drawn);
        Arrays.setAll(plain.values(parameter.name()), i -> drawn[i]);
      }
      parameters.fill(values);
      // Twice, so that nothing is left over from one pass to the next; once where it takes long.
      boolean large = network.spec().architecture() == Architecture.ARCH_STYLE_3;
      for (long step = STEP; step < STEP + (large ? 1 : 2); step++) {
        Noise noise = new Noise(SEED);
        noise.atStep(step);
        PlainTraining.Result expected = plain.train(batch, noise);
        assertThat(plain.closestKink()).as("the nearest kink").isGreaterThan(NEAREST_KINK);
        assertLosses(trained.train(batch, step, KL_WEIGHT), expected.losses());
        assertGradients(network, parameters, plain);
        assertRunningStatistics(network, parameters, plain);
      }
      assertInference(network, trained, plain.infer(batch), batch);
    }
  }

  private static TrainingConfig config(Network network, int perDomain, MmdEstimate estimate) {
    int domains = network.spec().domainCount();
    ModelSpec model =
        new ModelSpec(
            network.spec(),
            IntStream.range(0, domains).mapToObj(i -> DomainLabel.of("d" + i)).toList());
    return TrainingConfig.builder(model)
        .batchSize(perDomain * domains)
        .reconstructionWeight(RECONSTRUCTION_WEIGHT)
        .klWeight(KL_WEIGHT)
        .mmdWeight(MMD_WEIGHT)
        .mmdEstimate(estimate)
        .seed(SEED)
        .build();
  }

  private static void assertLosses(Losses actual, Losses expected) {
    assertClose("reconstruction", actual.reconstruction(), expected.reconstruction());
    assertClose("kl", actual.kl(), expected.kl());
    assertClose("mmd", actual.mmd(), expected.mmd());
    assertClose("total", actual.total(), expected.total());
  }

  private static void assertClose(String name, double actual, double expected) {
    assertThat(expected).as(name).isNotZero();
    assertThat(actual).as(name).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
  }

  private static void assertGradients(
      Network network, TrainingParameters parameters, PlainTraining plain) {
    ParameterLayout layout = parameters.layout();
    float[] gradients = parameters.gradients();
    double neighbours = 0;
    for (Parameter parameter : network.parameters()) {
      if (parameter.role().isTrained()) {
        double[] expected = plain.gradients().get(parameter.name());
        double largest = largest(expected);
        // A bias before a batch normalisation has no effect; its gradient is rounding alone.
        double scale = largest < 1e-12 ? neighbours : largest;
        assertThat(largestDifference(layout.slice(gradients, parameter.name()), expected) / scale)
            .as("error of the gradient of %s", parameter.name())
            .isLessThan(TOLERANCE);
        neighbours = scale;
      }
    }
  }

  private static void assertRunningStatistics(
      Network network, TrainingParameters parameters, PlainTraining plain) {
    ParameterLayout layout = parameters.layout();
    float[] values = parameters.toArray();
    for (Parameter parameter : network.parameters()) {
      if (!parameter.role().isTrained()) {
        double[] expected = plain.values(parameter.name());
        assertThat(largestDifference(layout.slice(values, parameter.name()), expected))
            .as(parameter.name())
            .isLessThan(TOLERANCE * largest(expected));
      }
    }
  }

  private static void assertInference(
      Network network, TrainingNetwork<?, ?> engine, PlainTraining.Result expected, Batch batch) {
    assertLosses(engine.evaluate(batch), expected.losses());
    float[] mean = new float[expected.mean().length];
    float[] logVar = new float[mean.length];
    engine.encode(batch.images(), batch.labels(), mean, logVar);
    assertSame("mean", mean, expected.mean());
    assertSame("logVar", logVar, expected.logVar());
    float[] decoded = new float[expected.decoded().length];
    engine.decode(mean, batch.labels(), decoded);
    assertSame("decoded", decoded, expected.decoded());
  }

  private static void assertSame(String name, float[] actual, double[] expected) {
    assertThat(largestDifference(FloatBuffer.wrap(actual), expected))
        .as(name)
        .isLessThan(TOLERANCE * largest(expected));
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  private static double largestDifference(FloatBuffer actual, double[] expected) {
    assertThat(actual.remaining()).isEqualTo(expected.length);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(actual.get(i) - expected[i]);
      // Not Math.max alone: it must not lose a NaN.
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }
}
