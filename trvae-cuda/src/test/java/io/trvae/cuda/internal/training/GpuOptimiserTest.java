package io.trvae.cuda.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Precision;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.cuda.internal.gpu.Gpus;
import io.trvae.network.Parameter;
import io.trvae.spi.training.ParameterLayout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On an emulated GPU. */
class GpuOptimiserTest {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  private final ParameterLayout layout =
      new ParameterLayout(List.of(new Parameter("weight", List.of(1, 2), Parameter.Role.WEIGHT)));
  private Device device;
  private GpuParameters parameters;

  @BeforeEach
  void emulate() {
    Emulator.load();
    device = new Device(Gpus.choose(Optional.empty()), Precision.FLOAT32);
    parameters = new GpuParameters(device, layout);
  }

  @AfterEach
  void close() {
    parameters.close();
    device.close();
  }

  private void fill(float first, float second) {
    float[] values = new float[layout.size()];
    values[0] = first;
    values[1] = second;
    parameters.fill(values);
  }

  private void setGradient(double first, double second) {
    float[] gradients = new float[layout.trainedSize()];
    gradients[0] = (float) first;
    gradients[1] = (float) second;
    device.upload(gradients, parameters.allGradients());
  }

  @Test
  void movesByAdamsRule() {
    double[] gradients = {0.5, -2, 0.25};
    double[] rates = {0.1, 0.1, 0.01};
    double value = 3;
    double mean = 0;
    double square = 0;
    fill(3, 7);
    try (GpuOptimiser optimiser = optimiser(Optional.empty())) {
      for (int step = 0; step < 3; step++) {
        // Kingma and Ba 2015, algorithm 1.
        mean = BETA1 * mean + (1 - BETA1) * gradients[step];
        square = BETA2 * square + (1 - BETA2) * gradients[step] * gradients[step];
        double meanEstimate = mean / (1 - Math.pow(BETA1, step + 1));
        double squareEstimate = square / (1 - Math.pow(BETA2, step + 1));
        value -= rates[step] * meanEstimate / (Math.sqrt(squareEstimate) + 1e-8);

        setGradient(gradients[step], 0);
        optimiser.setLearningRate(rates[step]);
        optimiser.update(step);
        assertThat(parameters.toArray()[0]).isCloseTo((float) value, within(1e-5f));
        assertThat(parameters.toArray()[1]).isEqualTo(7);
      }
    }
  }

  @Test
  void goesOnFromRestoredMoments() {
    fill(3, 7);
    try (GpuOptimiser optimiser = optimiser(Optional.empty());
        GpuOptimiser restored = optimiser(Optional.empty())) {
      setGradient(0.5, -3);
      optimiser.update(0);
      float[] between = parameters.toArray();
      restored.restore(optimiser.toArray());
      setGradient(1, 2);
      optimiser.update(1);
      float[] expected = parameters.toArray();
      parameters.fill(between);
      restored.update(1);
      assertThat(parameters.toArray()).containsExactly(expected).isNotEqualTo(between);
    }
  }

  @Test
  void whatIsMaskedStays() {
    fill(3, 7);
    float[] mask = new float[layout.trainedSize()];
    mask[1] = 1;
    try (GpuOptimiser optimiser = optimiser(Optional.of(mask))) {
      setGradient(1, 1);
      optimiser.update(0);
      assertThat(parameters.toArray()[0]).isEqualTo(3);
      assertThat(parameters.toArray()[1]).isCloseTo(6.9f, within(1e-4f));
    }
  }

  @Test
  void anAverageFollows() {
    try (CudaEngine engine = new CudaEngine(Gpus.choose(Optional.empty()), Precision.FLOAT32);
        GpuParameters average = engine.parameters(layout);
        GpuParameters other = engine.parameters(layout)) {
      float[] values = new float[layout.size()];
      values[0] = 8;
      values[1] = -1;
      other.fill(values);
      engine.follow(average, other, 0.75);
      assertThat(average.toArray()[0]).isEqualTo(2);
      assertThat(average.toArray()[1]).isEqualTo(-0.25f);
    }
  }

  private GpuOptimiser optimiser(Optional<float[]> mask) {
    return new GpuOptimiser(device, parameters, 0.1, BETA1, mask);
  }
}
