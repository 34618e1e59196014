package io.trvae.cuda.internal.training;

import io.trvae.Precision;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.cuda.internal.gpu.Gpus;
import io.trvae.network.Network;
import io.trvae.spi.training.TrainingEngine;
import io.trvae.spi.training.TrainingNetworkKit;
import java.util.Optional;

/** On an emulated GPU, what that can compute in seconds; on a real one all. */
class CudaTrainingNetworkTest extends TrainingNetworkKit {

  @Override
  protected TrainingEngine<?, ?> engine() {
    Emulator.load();
    return new CudaEngine(Gpus.choose(Optional.empty()), Precision.FLOAT32);
  }

  @Override
  protected boolean affords(Network network) {
    return Emulator.isReal() || network.spec().imageSize() <= 16;
  }
}
