package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.DomainLabel;
import io.trvae.dl4j.internal.training.AdversarialNetwork.AdversarialLosses;
import io.trvae.model.ModelSpec;
import io.trvae.network.Architecture;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
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
class AdversarialNetworkTest {

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
  private Parameters generator;
  private Parameters discriminator;
  private AdversarialNetwork network;

  @BeforeEach
  void build() {
    build(1.5);
  }

  private void build(double latentWeight) {
    generator = Initialiser.parameters(description.parameters(), config);
    discriminator = new Parameters(Discriminator.parameters(SPEC));
    Initialiser.fill(discriminator, 3);
    network =
        new AdversarialNetwork(
            description,
            generator,
            discriminator,
            config,
            AdversarialConfig.builder()
                .reconstructionWeight(3)
                .coarseWeight(6)
                .adversarialWeight(2)
                .contentWeight(5)
                .latentWeight(latentWeight)
                .build());
    network.initialise(3);
  }

  /** Lets the spectral norms settle, each step being one power iteration. */
  private void settle() {
    for (int i = 0; i < 150; i++) {
      train();
    }
  }

  @AfterEach
  void close() {
    network.close();
    generator.close();
    discriminator.close();
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
      assertSlopeAlongGradient(generator, name, 4e-4, losses -> losses.common().total());
    }
  }

  /** Without the latent error, whose target comes from the encoder but is taken as given. */
  @Test
  void gradientsOfTheEncoderAreThoseOfTheLoss() {
    close();
    build(0);
    settle();
    for (String name :
        List.of(
            "encoder.conv1.weight",
            "encoder.conv4.weight",
            "encoder.norm2.weight",
            "encoder.mean.weight",
            "encoder.log_var.weight")) {
      assertSlopeAlongGradient(generator, name, 4e-4, losses -> losses.common().total());
    }
  }

  @Test
  void gradientsOfTheDiscriminatorAreThoseOfItsLoss() {
    settle();
    for (Parameter parameter : discriminator.all()) {
      if (parameter.role().isTrained()) {
        assertSlopeAlongGradient(
            discriminator, parameter.name(), 1e-4, AdversarialLosses::discriminator);
      }
    }
  }

  @Test
  void discriminatorComputesWithWeightsOfSpectralNormOne() {
    settle();
    for (Parameter parameter : discriminator.all()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        float[] weight = floats(network.normalised().values(parameter.name()));
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
    assertThat(network.train(batch, 8, KL_WEIGHT)).isNotEqualTo(first);
  }

  private AdversarialLosses train() {
    return network.train(batch, 7, KL_WEIGHT);
  }

  /**
   * Along its own gradient g a loss changes by |g|^2 for each unit of g.
   *
   * @param change of the loss, large enough for float32 and small enough for the losses' kinks
   */
  private void assertSlopeAlongGradient(
      Parameters parameters, String name, double change, ToDoubleFunction<AdversarialLosses> loss) {
    train();
    float[] gradient = floats(parameters.gradients(name));
    float[] values = floats(parameters.values(name));
    double square = 0;
    for (float g : gradient) {
      square += (double) g * g;
    }
    double step = change / square;
    // The spectral norms still move a little from call to call; in this order that cancels out.
    double rise = 0;
    for (int sign : new int[] {1, -1, -1, 1}) {
      rise +=
          sign * loss.applyAsDouble(trainWith(parameters, name, values, gradient, sign * step)) / 2;
    }
    parameters.values(name).put(values);
    assertThat(rise / (2 * step * square)).as(name).isCloseTo(1, within(TOLERANCE));
  }

  private AdversarialLosses trainWith(
      Parameters parameters, String name, float[] values, float[] direction, double step) {
    FloatBuffer target = parameters.values(name);
    for (int i = 0; i < values.length; i++) {
      target.put(i, (float) (values[i] + step * direction[i]));
    }
    return train();
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
