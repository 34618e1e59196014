package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Network;
import io.trvae.network.Parameter;
import io.trvae.training.MmdEstimate;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The yardstick itself: its gradients against finite differences of its own losses. */
class PlainTrainingTest {

  private static final double STEP = 1e-6;

  /** Elements tried of each array, at random: every one would take a minute. */
  private static final int TRIES = 12;

  static Stream<Named<Network>> networks() {
    return Stream.of(
        Named.of("every layer", TinyNetworks.everyLayer(0.3f)),
        Named.of("one pixel", TinyNetworks.onePixel()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreTheDifferencesOfTheLoss(Network network) {
    PlainTraining plain = new PlainTraining(network, 3, 0.7, 0.4, MmdEstimate.UNBIASED);
    Random random = new Random(5);
    for (Parameter parameter : network.parameters()) {
      float[] values = TinyNetworks.draw(parameter, random);
      Arrays.setAll(plain.values(parameter.name()), i -> values[i]);
    }
    Batch batch = TinyNetworks.batch(network, 3, 6);
    plain.train(batch, noise());
    Map<String, double[]> gradients = plain.gradients();
    double scale =
        gradients.values().stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    assertThat(scale).isPositive();

    gradients.forEach(
        (name, gradient) -> {
          double[] values = plain.values(name);
          for (int i : random.ints(TRIES, 0, values.length).toArray()) {
            double value = values[i];
            values[i] = value + STEP;
            double above = total(plain, batch);
            values[i] = value - STEP;
            double below = total(plain, batch);
            values[i] = value;
            assertThat(gradient[i])
                .as("%s[%d]", name, i)
                .isCloseTo((above - below) / (2 * STEP), within(1e-6 * scale));
          }
        });
  }

  private static double total(PlainTraining plain, Batch batch) {
    return plain.measure(batch, noise()).losses().total();
  }

  private static Noise noise() {
    Noise noise = new Noise(7);
    noise.atStep(2);
    return noise;
  }
}
