package io.trvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

  private final TrainingConfig.Builder config =
      TrainingConfig.builder(
          new ModelSpec(
              new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 8, 0),
              List.of(DomainLabel.REAL, DomainLabel.ANIME)));

  @Test
  void aCovarianceNeedsAMemory() {
    config.mmdKernel(MmdKernel.MAHALANOBIS);
    assertThatIllegalArgumentException()
        .isThrownBy(config::build)
        .withMessageStartingWith("mmdMemory is 0");
    assertThat(config.mmdMemory(1).build().asMap()).containsEntry("mmdKernel", "mahalanobis");
  }

  @Test
  void adversarialTrainingMustOutlastItsHeadStart() {
    config.epochs(2).stepsPerEpoch(5);
    config.adversarial(AdversarialConfig.builder().headStart(10).build());
    assertThatIllegalArgumentException()
        .isThrownBy(config::build)
        .withMessage("headStart is 10, it must be less than the 10 steps of the training");
    config.epochs(3).build();
  }

  @Test
  void adversarialLossesNeedWholeBoxes() {
    for (int size : new int[] {8, 20}) {
      NetworkSpec network = new NetworkSpec(Architecture.ARCH_STYLE_2, size, 2, 4, 8, 0);
      ModelSpec model = new ModelSpec(network, List.of(DomainLabel.REAL, DomainLabel.ANIME));
      TrainingConfig.Builder small =
          TrainingConfig.builder(model).adversarial(AdversarialConfig.DEFAULT);
      assertThatIllegalArgumentException()
          .isThrownBy(small::build)
          .withMessageStartingWith("imageSize is " + size + ", it must be a multiple of 8");
    }
  }

  @Test
  void theMessageNamesAWeightOfAdversarialTraining() {
    AdversarialConfig.Builder weights = AdversarialConfig.builder().contentWeight(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(weights::build)
        .withMessageContaining("contentWeight is -1.0");
  }
}
