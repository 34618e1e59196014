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
import io.trvae.spi.training.AdversarialNetwork.AdversarialLosses;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.TrainingConfig;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both sides' gradients against differences of their losses along the gradient. */
public abstract class AdversarialNetworkKit {

  private static final double KL_WEIGHT = 0.3;

  /** Float32 losses limit how far a difference of two of them can be trusted. */
  private static final double TOLERANCE = 0.02;

  /** Power iterations that find a spectral norm. */
  private static final int ROUNDS = 300;

  private static final NetworkSpec SPEC = new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 12, 0);

  private final Network description = SPEC.network();
  private final TrainingConfig config =
      TrainingConfig.builder(
              new ModelSpec(
                  SPEC, IntStream.range(0, 3).mapToObj(i -> DomainLabel.of("domain" + i)).toList()))
          .batchSize(12)
          .mmdWeight(2)
          .seed(3)
          .build();
  private final Batch batch = TinyNetworks.batch(description, 4, 6);
  private Fixture<?, ?> fixture;

  /** Starts the engine that is tested; closed after each test. */
  protected abstract TrainingEngine<?, ?> engine();

  /**
   * Tells whether the engine that is tested is fast enough for every test and every array; else one
   * array of a part is tried, and what other tests see as well is left out.
   */
  protected boolean affordsEverything() {
    return true;
  }

  /** A network of an engine, with its arrays. */
  private record Fixture<F extends TrainingFeatures, P extends TrainingParameters>(
      TrainingEngine<F, P> engine, P generator, P discriminator, AdversarialNetwork<F, P> network) {

    void close() {
      network.close();
      generator.close();
      discriminator.close();
      engine.close();
    }
  }

  @BeforeEach
  void build() {
    fixture = fixture(engine(), 1.5);
  }

  private <F extends TrainingFeatures, P extends TrainingParameters> Fixture<F, P> fixture(
      TrainingEngine<F, P> engine, double latentWeight) {
    ParameterLayout layout = new ParameterLayout(description.parameters());
    P generator = engine.parameters(layout);
    generator.fill(Initialiser.start(layout, config));
    ParameterLayout ofDiscriminator = new ParameterLayout(Discriminator.parameters(SPEC));
    P discriminator = engine.parameters(ofDiscriminator);
    discriminator.fill(Discriminator.start(ofDiscriminator, 3));
    AdversarialConfig weights =
        AdversarialConfig.builder()
            .reconstructionWeight(3)
            .coarseWeight(6)
            .adversarialWeight(2)
            .contentWeight(5)
            .latentWeight(latentWeight)
            .build();
    return new Fixture<>(
        engine,
        generator,
        discriminator,
        new AdversarialNetwork<>(engine, description, generator, discriminator, config, weights));
  }

  /** Lets the spectral norms settle, as many training steps would. */
  private void settle() {
    TrainingParameters discriminator = fixture.discriminator();
    float[] values = discriminator.toArray();
    for (Parameter weight : weights(discriminator.layout())) {
      float[] matrix = floats(discriminator.layout().slice(values, weight.name()));
      FloatBuffer vector = discriminator.layout().slice(values, vectorOf(weight));
      double[] left = doubles(floats(vector));
      for (int round = 0; round < ROUNDS; round++) {
        left = iterate(matrix, left);
      }
      for (int row = 0; row < left.length; row++) {
        vector.put(row, (float) left[row]);
      }
    }
    discriminator.fill(values);
  }

  private static List<Parameter> weights(ParameterLayout layout) {
    return layout.all().stream().filter(each -> each.role() == Parameter.Role.WEIGHT).toList();
  }

  private static String vectorOf(Parameter weight) {
    return Discriminator.vectorOf(weight).name();
  }

  /** A power iteration: the matrix times its transpose times a vector, scaled to length 1. */
  private static double[] iterate(float[] matrix, double[] left) {
    int columns = matrix.length / left.length;
    double[] right = new double[columns];
    for (int i = 0; i < matrix.length; i++) {
      right[i % columns] += matrix[i] * left[i / columns];
    }
    double[] next = new double[left.length];
    for (int i = 0; i < matrix.length; i++) {
      next[i / columns] += matrix[i] * right[i % columns];
    }
    double length = Math.sqrt(Arrays.stream(next).map(x -> x * x).sum());
    return Arrays.stream(next).map(x -> x / length).toArray();
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void gradientsOfTheDecoderAreThoseOfTheLoss() {
    settle();
    for (String name :
        tried(
            "decoder.conv1.weight",
            "decoder.mmd.weight",
            "decoder.dense.weight",
            "decoder.norm4.bias",
            "decoder.image.weight")) {
      assertSlopeAlongGradient(fixture.generator(), name, 4e-4, losses -> losses.common().total());
    }
  }

  /** Without the latent error, whose target comes from the encoder but is taken as given. */
  @Test
  void gradientsOfTheEncoderAreThoseOfTheLoss() {
    assumeTrue(affordsEverything(), "the engine is too slow");
    close();
    fixture = fixture(engine(), 0);
    settle();
    for (String name :
        tried(
            "encoder.conv1.weight",
            "encoder.conv4.weight",
            "encoder.norm2.weight",
            "encoder.mean.weight",
            "encoder.log_var.weight")) {
      assertSlopeAlongGradient(fixture.generator(), name, 4e-4, losses -> losses.common().total());
    }
  }

  @Test
  void gradientsOfTheDiscriminatorAreThoseOfItsLoss() {
    settle();
    String[] trained =
        fixture.discriminator().layout().all().stream()
            .filter(parameter -> parameter.role().isTrained())
            .map(Parameter::name)
            .toArray(String[]::new);
    for (String name : tried(trained)) {
      assertSlopeAlongGradient(
          fixture.discriminator(), name, 1e-4, AdversarialLosses::discriminator);
    }
  }

  @Test
  void discriminatorComputesWithWeightsOfSpectralNormOne() {
    assumeTrue(affordsEverything(), "the engine is too slow");
    settle();
    train();
    TrainingParameters normalised = fixture.network().normalised();
    for (Parameter weight : weights(normalised.layout())) {
      float[] matrix = array(normalised, weight.name());
      assertThat(spectralNorm(matrix, weight.shape().get(0)))
          .as(weight.name())
          .isCloseTo(1, within(0.01));
    }
  }

  @Test
  void aStepIsOnePowerIteration() {
    TrainingParameters discriminator = fixture.discriminator();
    float[] before = discriminator.toArray();
    train();
    float[] after = discriminator.toArray();
    for (Parameter weight : weights(discriminator.layout())) {
      float[] matrix = floats(discriminator.layout().slice(before, weight.name()));
      float[] left = floats(discriminator.layout().slice(before, vectorOf(weight)));
      double[] expected = iterate(matrix, doubles(left));
      float[] actual = floats(discriminator.layout().slice(after, vectorOf(weight)));
      for (int row = 0; row < actual.length; row++) {
        assertThat((double) actual[row])
            .as(vectorOf(weight))
            .isCloseTo(expected[row], within(1e-4));
      }
    }
  }

  /** The expected values are those of oneDNN's engine, whose losses are each tested alone. */
  @Test
  void everyEngineFindsTheSameLosses() {
    AdversarialLosses losses = train();
    assertClose("reconstruction", losses.common().reconstruction(), 0.348877);
    assertClose("kl", losses.common().kl(), 0.401099);
    assertClose("mmd", losses.common().mmd(), 0.088599);
    assertClose("total", losses.common().total(), 12.784944);
    assertClose("coarse", losses.coarse(), 0.420876);
    assertClose("generator", losses.generator(), 0.015140);
    assertClose("discriminator", losses.discriminator(), 2.003288);
    assertClose("feature matching", losses.featureMatching(), 0.607775);
    assertClose("content", losses.content(), 1.010596);
    assertClose("latent", losses.latent(), 0.934115);
  }

  private static void assertClose(String name, double actual, double expected) {
    assertThat(actual).as(name).isCloseTo(expected, within(1e-4 * Math.max(1, expected)));
  }

  @Test
  void firstStepIsAFunctionOfTheSeed() {
    assumeTrue(affordsEverything(), "the engine is too slow");
    AdversarialLosses first = train();
    close();
    build();
    assertThat(train()).isEqualTo(first);
    assertThat(fixture.network().train(batch, 8, KL_WEIGHT)).isNotEqualTo(first);
  }

  private List<String> tried(String... names) {
    return List.of(names).subList(0, affordsEverything() ? names.length : 1);
  }

  private AdversarialLosses train() {
    return fixture.network().train(batch, 7, KL_WEIGHT);
  }

  /**
   * Along its own gradient g a loss changes by |g|^2 for each unit of g.
   *
   * @param change of the loss, large enough for float32 and small enough for the losses' kinks
   */
  private void assertSlopeAlongGradient(
      TrainingParameters parameters,
      String name,
      double change,
      ToDoubleFunction<AdversarialLosses> loss) {
    train();
    float[] gradient = floats(parameters.layout().slice(parameters.gradients(), name));
    double square = 0;
    for (float g : gradient) {
      square += (double) g * g;
    }
    double step = change / square;
    // The spectral norms still move a little from call to call; in this order that cancels out.
    double rise = 0;
    for (int sign : new int[] {1, -1, -1, 1}) {
      rise += sign * loss.applyAsDouble(trainWith(parameters, name, gradient, sign * step)) / 2;
    }
    assertThat(rise / (2 * step * square)).as(name).isCloseTo(1, within(TOLERANCE));
  }

  private AdversarialLosses trainWith(
      TrainingParameters parameters, String name, float[] direction, double step) {
    // The vectors of the norms move with every call: only this array goes back.
    float[] moved = parameters.toArray();
    float[] before = moved.clone();
    FloatBuffer target = parameters.layout().slice(moved, name);
    for (int i = 0; i < direction.length; i++) {
      target.put(i, (float) (target.get(i) + step * direction[i]));
    }
    parameters.fill(moved);
    AdversarialLosses losses = train();
    restore(parameters, name, before);
    return losses;
  }

  private static void restore(TrainingParameters parameters, String name, float[] before) {
    float[] values = parameters.toArray();
    parameters.layout().slice(values, name).put(parameters.layout().slice(before, name));
    parameters.fill(values);
  }

  private static float[] array(TrainingParameters parameters, String name) {
    return floats(parameters.layout().slice(parameters.toArray(), name));
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.duplicate().get(values);
    return values;
  }

  /** The length that a power iteration, after many, gives a vector of length 1. */
  private static double spectralNorm(float[] matrix, int rows) {
    double[] left = new double[rows];
    Arrays.fill(left, 1 / Math.sqrt(rows));
    for (int round = 0; round < ROUNDS; round++) {
      left = iterate(matrix, left);
    }
    int columns = matrix.length / rows;
    double[] right = new double[columns];
    for (int i = 0; i < matrix.length; i++) {
      right[i % columns] += matrix[i] * left[i / columns];
    }
    return Math.sqrt(Arrays.stream(right).map(x -> x * x).sum());
  }
}
