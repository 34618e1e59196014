package io.trvae.dl4j.internal.training;

import io.trvae.spi.training.TrainingEngine;
import io.trvae.spi.training.TrainingNetworkKit;

class OneDnnTrainingNetworkTest extends TrainingNetworkKit {

  @Override
  protected TrainingEngine<?, ?> engine() {
    return new OneDnnEngine();
  }
}
