package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  /** Lets the spectral norms settle, each step being one power iteration. */
  private void settle() {
    for (int i = 0; i < 150; i++) {
      train();
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void gradientsOfTheDecoderAreThoseOfTheLoss() {
    settle();
    for (String name :
        List.of(
            "decoder.mmd.weight",
            "decoder.dense.weight",
            "decoder.conv1.weight",
            "decoder.norm4.bias",
            "decoder.image.weight")) {
      assertSlopeAlongGradient(fixture.generator(), name, 4e-4, losses -> losses.common().total());
    }
  }

  /** Without the latent error, whose target comes from the encoder but is taken as given. */
  @Test
  void gradientsOfTheEncoderAreThoseOfTheLoss() {
    close();
    fixture = fixture(engine(), 0);
    settle();
    for (String name :
        List.of(
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
    for (Parameter parameter : fixture.discriminator().layout().all()) {
      if (parameter.role().isTrained()) {
        assertSlopeAlongGradient(
            fixture.discriminator(), parameter.name(), 1e-4, AdversarialLosses::discriminator);
      }
    }
  }

  @Test
  void discriminatorComputesWithWeightsOfSpectralNormOne() {
    settle();
    TrainingParameters normalised = fixture.network().normalised();
    for (Parameter parameter : fixture.discriminator().layout().all()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        float[] weight = array(normalised, parameter.name());
        assertThat(spectralNorm(weight, parameter.shape().get(0)))
            .as(parameter.name())
            .isCloseTo(1, within(0.01));
      }
    }
  }

  @Test
  void firstStepIsAFunctionOfTheSeed() {
    AdversarialLosses first = train();
    close();
    build();
    assertThat(train()).isEqualTo(first);
    assertThat(fixture.network().train(batch, 8, KL_WEIGHT)).isNotEqualTo(first);
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

  /** Power iteration, to the end. */
  private static double spectralNorm(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    double[] right = new double[columns];
    Arrays.fill(right, 1);
    double norm = 0;
    for (int round = 0; round < 500; round++) {
      double[] left = new double[rows];
      for (int i = 0; i < matrix.length; i++) {
        left[i / columns] += matrix[i] * right[i % columns];
      }
      double[] next = new double[columns];
      for (int i = 0; i < matrix.length; i++) {
        next[i % columns] += matrix[i] * left[i / columns];
      }
      double length = Math.sqrt(Arrays.stream(next).map(x -> x * x).sum());
      norm = Math.sqrt(length);
      for (int i = 0; i < columns; i++) {
        right[i] = next[i] / length;
      }
    }
    return norm;
  }
}
