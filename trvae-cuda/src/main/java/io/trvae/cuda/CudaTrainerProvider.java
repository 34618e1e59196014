package io.trvae.cuda;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuException;
import io.trvae.cuda.internal.gpu.MissingException;
import io.trvae.cuda.internal.training.CudaTrainer;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.TrainerProvider;
import io.trvae.training.Trainer;

/**
 * Trains on NVIDIA's GPUs, {@code cuda}. Experimental: it has not run on a GPU yet, and is
 * therefore taken by itself only where the processor cannot train; ask for it by name.
 *
 * <p>{@link BackendOptions#device()} is what {@link CudaBackendProvider} takes. {@link
 * BackendOptions#precision()} is {@link Precision#FLOAT32}, or {@link Precision#TF32} for what
 * convolutions and dense layers multiply; all else is computed in float32.
 *
 * @since 0.1.0
 */
public final class CudaTrainerProvider implements TrainerProvider {

  /** Creates the provider. Nothing is loaded before the first {@link #probe()}. */
  public CudaTrainerProvider() {}

  @Override
  public String name() {
    return CudaBackendProvider.NAME;
  }

  /** Below the processor's, as long as nobody has seen it train on a GPU. */
  @Override
  public int priority() {
    return 10;
  }

  @Override
  public BackendStatus probe() {
    return new CudaBackendProvider().probe();
  }

  @Override
  public Trainer open(BackendOptions options) {
    Precision precision = options.precision();
    if (precision != Precision.FLOAT32 && precision != Precision.TF32) {
      throw new BackendException(
          ErrorCode.BACKEND_UNAVAILABLE,
          "The trainer '%s' cannot train in %s, only in float32 and tf32. What to do: leave the"
                  .formatted(name(), precision.id())
              + " precision out");
    }
    try {
      GpuDescription gpu = CudaBackendProvider.find(options.device(), precision);
      return new CudaTrainer(gpu, precision);
    } catch (MissingException | GpuException e) {
      throw new BackendException(
          ErrorCode.BACKEND_UNAVAILABLE,
          "The trainer '" + name() + "' cannot be opened: " + e.getMessage(),
          e);
    }
  }
}
