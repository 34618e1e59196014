package io.trvae.cuda.internal.training;

import io.trvae.Precision;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.cuda.internal.gpu.Gpus;
import io.trvae.spi.training.AdversarialNetworkKit;
import io.trvae.spi.training.TrainingEngine;
import java.util.Optional;

/** On an emulated GPU, which computes a step in seconds, or on a real one. */
class CudaAdversarialNetworkTest extends AdversarialNetworkKit {

  @Override
  protected TrainingEngine<?, ?> engine() {
    Emulator.load();
    return new CudaEngine(Gpus.choose(Optional.empty()), Precision.FLOAT32);
  }

  @Override
  protected boolean affordsEverything() {
    return Emulator.isReal();
  }
}
