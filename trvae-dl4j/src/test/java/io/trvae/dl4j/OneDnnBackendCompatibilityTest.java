package io.trvae.dl4j;

import io.trvae.spi.BackendProvider;

/** The fast backend keeps the contract, with each architecture. */
class OneDnnBackendCompatibilityTest extends ArchitecturesKit {

  @Override
  BackendProvider newProvider() {
    return new OneDnnBackendProvider();
  }

  @Override
  double roundingOfBatches() {
    return 0;
  }
}
