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
}
