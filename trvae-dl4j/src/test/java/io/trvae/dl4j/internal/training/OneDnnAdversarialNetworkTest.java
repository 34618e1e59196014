package io.trvae.dl4j.internal.training;

import io.trvae.spi.training.AdversarialNetworkKit;
import io.trvae.spi.training.TrainingEngine;

class OneDnnAdversarialNetworkTest extends AdversarialNetworkKit {

  @Override
  protected TrainingEngine<?, ?> engine() {
    return new OneDnnEngine();
  }
}
