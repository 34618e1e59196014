package io.trvae.dl4j;

import io.trvae.spi.BackendProvider;

/** The portable backend keeps the contract, with each architecture. */
class Nd4jBackendCompatibilityTest extends ArchitecturesKit {

  @Override
  BackendProvider newProvider() {
    return new Nd4jBackendProvider();
  }

  @Override
  double roundingOfBatches() {
    return 1e-4;
  }
}
