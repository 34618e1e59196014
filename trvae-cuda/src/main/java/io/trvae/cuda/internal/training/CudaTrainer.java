package io.trvae.cuda.internal.training;

import io.trvae.BackendException;
import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuException;
import io.trvae.model.TransferModel;
import io.trvae.spi.training.TrainingLoop;
import io.trvae.training.DomainDataset;
import io.trvae.training.Trainer;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;

/** Trains on a GPU. */
public final class CudaTrainer implements Trainer {

  private final TrainingLoop loop;

  /**
   * Prepares to train; nothing is taken of the GPU before a training starts.
   *
   * @param precision see {@link CudaEngine}
   */
  public CudaTrainer(GpuDescription gpu, Precision precision) {
    loop = new TrainingLoop(() -> new CudaEngine(gpu, precision));
  }

  @Override
  public TransferModel train(
      TrainingConfig config,
      DomainDataset dataset,
      TrainingListener listener,
      Cancellation cancellation) {
    try {
      return loop.train(config, dataset, listener, cancellation);
    } catch (GpuException e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED,
          "The training cannot go on: %s. The last checkpoint, if one was asked for, remains"
              .formatted(e.getMessage()),
          e);
    }
  }
}
