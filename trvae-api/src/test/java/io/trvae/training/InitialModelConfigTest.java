package io.trvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a training may start from, and which domains it adds to that. */
class InitialModelConfigTest {

  private static final NetworkSpec NETWORK = new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 8, 0);

  /** Of real and anime. */
  private static final TransferModel INITIAL = RandomModels.create(NETWORK, 1);

  private static TrainingConfig.Builder config(int latentSize, DomainLabel... domains) {
    NetworkSpec network =
        new NetworkSpec(Architecture.COMPACT, 16, domains.length, latentSize, 8, 0);
    return TrainingConfig.builder(new ModelSpec(network, List.of(domains)));
  }

  @Test
  void theyAreThoseThatTheInitialModelLacks() {
    DomainLabel ink = DomainLabel.of("ink");
    assertThat(config(4, DomainLabel.REAL, DomainLabel.ANIME, ink).initialModel(INITIAL).build())
        .extracting(TrainingConfig::addedDomains)
        .isEqualTo(List.of(ink));
  }

  @Test
  void thereAreNoneWithoutOrWithAnEqualModel() {
    assertThat(config(4, DomainLabel.REAL, DomainLabel.ANIME).build().addedDomains()).isEmpty();
    assertThat(
            config(4, DomainLabel.REAL, DomainLabel.ANIME)
                .initialModel(INITIAL)
                .build()
                .addedDomains())
        .isEmpty();
  }

  @Test
  void theInitialModelMustBeOfTheSameKindAndItsDomainsTheFirst() {
    assertRefused(config(5, DomainLabel.REAL, DomainLabel.ANIME));
    assertRefused(config(5, DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.CARTOON));
    assertRefused(config(4, DomainLabel.ANIME, DomainLabel.REAL));
    assertRefused(config(4, DomainLabel.REAL, DomainLabel.CARTOON, DomainLabel.ANIME));
  }

  @Test
  void theInitialModelMustNotHaveMoreDomains() {
    TransferModel three = RandomModels.create(NETWORK.withDomainCount(3), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                config(4, DomainLabel.REAL, DomainLabel.ANIME)
                    .batchSize(8)
                    .initialModel(three)
                    .build());
  }

  @Test
  void anotherArchitectureMayShareEncoderOrDecoder() {
    TransferModel portrait = RandomModels.create(network(Architecture.PORTRAIT, 2, 4), 1);
    assertThat(ofArchitecture(Architecture.PORTRAIT, 2, 4).initialModel(INITIAL).build())
        .extracting(TrainingConfig::addedDomains, LIST)
        .isEmpty();
    assertThatNoException()
        .isThrownBy(ofArchitecture(Architecture.PORTRAIT_DEEP, 2, 4).initialModel(portrait)::build);
    assertRefused(ofArchitecture(Architecture.PORTRAIT_DEEP, 2, 4));
    assertRefused(ofArchitecture(Architecture.PORTRAIT, 2, 5));
    assertRefused(ofArchitecture(Architecture.PORTRAIT, 3, 4));
  }

  @Test
  void normalisationsKeepStatisticsOfTheSameArchitecture() {
    TransferModel portrait = RandomModels.create(network(Architecture.PORTRAIT, 2, 4), 1);
    TrainingConfig.Builder same = ofArchitecture(Architecture.PORTRAIT, 2, 4);
    TrainingConfig.Builder other = ofArchitecture(Architecture.PORTRAIT_DEEP, 2, 4);
    assertThat(same.initialModel(portrait).frozenNormalisation(true).build().asMap())
        .containsEntry("frozenNormalisation", "true");
    assertNothingToKeep(ofArchitecture(Architecture.PORTRAIT, 2, 4));
    assertNothingToKeep(other.initialModel(portrait));
  }

  private static void assertNothingToKeep(TrainingConfig.Builder config) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.frozenNormalisation(true).build())
        .withMessageStartingWith("frozenNormalisation is true");
  }

  private static NetworkSpec network(Architecture architecture, int domains, int latentSize) {
    return new NetworkSpec(architecture, 16, domains, latentSize, 8, 0);
  }

  private static TrainingConfig.Builder ofArchitecture(
      Architecture architecture, int domains, int latentSize) {
    List<DomainLabel> all = List.of(DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.CARTOON);
    return TrainingConfig.builder(
        new ModelSpec(network(architecture, domains, latentSize), all.subList(0, domains)));
  }

  private static void assertRefused(TrainingConfig.Builder config) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.initialModel(INITIAL).build())
        .withMessageStartingWith("initialModel is ");
  }
}
