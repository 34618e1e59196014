package io.trvae.training;

import io.trvae.internal.discovery.Discovery;
import io.trvae.internal.discovery.ProviderKind;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.TrainerProvider;
import java.util.Optional;

/** Finds trainers. */
final class TrainerDiscovery {

  private static final ProviderKind<TrainerProvider> KIND =
      new ProviderKind<>(
          TrainerProvider.class,
          "trainer",
          "trvae.trainer",
          TrainerProvider::name,
          TrainerProvider::priority,
          TrainerProvider::probe);

  private TrainerDiscovery() {}

  static Trainer open(Optional<String> name, BackendOptions options) {
    return Discovery.open(KIND, name, provider -> provider.open(options));
  }
}
