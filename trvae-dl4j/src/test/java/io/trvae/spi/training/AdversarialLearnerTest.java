package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.trvae.TrainingException;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.network.Network;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdversarialLearnerTest {

  private static final double LEARNING_RATE = 1e-3;

  /** Far enough for Adam's correction of its moments to be seen when it counts from elsewhere. */
  private static final int HEAD_START = 12;

  private static final int MODEL = 2;
  private static final int DISCRIMINATOR = 3;

  private final AdversarialConfig weights = weights().build();
  private final TrainingConfig config = config(3).adversarial(weights).build();
  private final Network network = config.model().network().network();
  private final AdversarialLearner<?, ?> learner =
      new AdversarialLearner<>(new OneDnnEngine(), network, config, weights, start(config));

  private float[] start(TrainingConfig config) {
    return Initialiser.start(new ParameterLayout(network.parameters()), config);
  }

  @AfterEach
  void close() {
    learner.close();
  }

  @Test
  void theModelWaitsWhileTheDiscriminatorLearns() {
    List<float[]> before = learner.state();
    learn(0, HEAD_START);
    assertThat(learner.state().get(MODEL)).isEqualTo(before.get(MODEL));
    assertThat(learner.state().get(DISCRIMINATOR)).isNotEqualTo(before.get(DISCRIMINATOR));
  }

  /** Adam's first step has the length of its rate, wherever the gradient is not tiny. */
  @Test
  void theModelsFirstStepIsAFirstStep() {
    float[] before = learner.state().get(MODEL);
    learn(0, HEAD_START + 1);
    float[] after = learner.state().get(MODEL);
    double largest = 0;
    long trainedSize = trainedSize();
    for (int i = 0; i < trainedSize; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    assertThat(largest).isCloseTo(LEARNING_RATE, within(0.01 * LEARNING_RATE));
  }

  /** Running statistics, which follow the trained arrays, know no rate. */
  private long trainedSize() {
    return new ParameterLayout(network.parameters()).trainedSize();
  }

  @Test
  void goesOnWithTheDiscriminatorOfACheckpoint(@TempDir Path directory) throws IOException {
    learn(0, HEAD_START + 1);
    write(directory, config);
    AdversarialConfig informed = weights().initialDiscriminator(directory).build();
    try (AdversarialLearner<?, ?> next =
        new AdversarialLearner<>(
            new OneDnnEngine(),
            network,
            config(3).adversarial(informed).build(),
            informed,
            start(config))) {
      assertThat(next.state().get(DISCRIMINATOR)).isEqualTo(learner.state().get(DISCRIMINATOR));
      assertThat(next.state().get(MODEL)).isNotEqualTo(learner.state().get(MODEL));
    }
  }

  @Test
  void saysWhatACheckpointLacks(@TempDir Path directory) throws IOException {
    assertNoDiscriminator(directory, "there is none");
    write(directory, config(3).build());
    assertNoDiscriminator(directory, "its training was not adversarial");
    write(directory, config(2).adversarial(weights).build());
    assertNoDiscriminator(directory, "its domains is");
    Files.write(directory.resolve("checkpoint.bin"), new byte[20]);
    assertThatThrownBy(() -> InitialDiscriminator.read(directory, config))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("damaged");
  }

  private void assertNoDiscriminator(Path directory, String why) {
    assertThatThrownBy(() -> InitialDiscriminator.read(directory, config))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("The checkpoint in " + directory + " has no discriminator")
        .hasMessageContaining(why);
  }

  private void write(Path directory, TrainingConfig of) throws IOException {
    new Checkpoint(of.asMap(), Progress.start(LEARNING_RATE), learner.state(), new float[0])
        .write(directory);
  }

  private static AdversarialConfig.Builder weights() {
    return AdversarialConfig.builder().averageDecay(0).headStart(HEAD_START);
  }

  private static TrainingConfig.Builder config(int domains) {
    return TrainingConfig.builder(TrainingProcess.model(domains))
        .batchSize(6)
        .learningRate(LEARNING_RATE);
  }

  private void learn(int from, int to) {
    for (int step = from; step < to; step++) {
      learner.learn(TinyNetworks.batch(network, 2, step), step, 0.3);
    }
  }
}
