package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Network;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.TrainingConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdversarialLearnerTest {

  private static final double LEARNING_RATE = 1e-3;

  /** Far enough for Adam's correction of its moments to be seen when it counts from elsewhere. */
  private static final int HEAD_START = 12;

  private static final int MODEL = 2;
  private static final int DISCRIMINATOR = 3;

  private final TrainingConfig config =
      TrainingConfig.builder(TrainingProcess.model(3))
          .batchSize(6)
          .learningRate(LEARNING_RATE)
          .build();
  private final Network network = config.model().network().network();
  private final AdversarialLearner learner =
      new AdversarialLearner(
          network, config, new AdversarialConfig(40, 4, 4, 1, 0.5, 0, 2, HEAD_START));

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
    try (Parameters parameters = new Parameters(network.parameters())) {
      return parameters.trainedVector().length();
    }
  }

  private void learn(int from, int to) {
    for (int step = from; step < to; step++) {
      learner.learn(TinyNetworks.batch(network, 2, step), step, 0.3);
    }
  }
}
