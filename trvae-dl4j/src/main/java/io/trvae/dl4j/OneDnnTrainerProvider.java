package io.trvae.dl4j;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.TrainerProvider;
import io.trvae.spi.training.TrainingLoop;
import io.trvae.training.Trainer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains on the processor with oneDNN's primitives and ND4J's optimisers.
 *
 * <p>The number of threads is OpenMP's: {@code OMP_NUM_THREADS}, else all processors. {@link
 * BackendOptions#threads()} does not change it.
 *
 * @since 0.1.0
 */
public final class OneDnnTrainerProvider implements TrainerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public OneDnnTrainerProvider() {}

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public BackendStatus probe() {
    try (OneDnn oneDnn = new OneDnn()) {
      return new BackendStatus.Available(
          OneDnn.version() + " and ND4J " + Nd4j.getBackend().getClass().getSimpleName());
    } catch (RuntimeException | LinkageError e) {
      return new BackendStatus.Unavailable(
          "oneDNN or ND4J cannot be loaded: " + e,
          "Add the native artifacts of this platform: org.bytedeco:dnnl, org.bytedeco:opencl,"
              + " org.bytedeco:javacpp, org.bytedeco:openblas and org.nd4j:nd4j-native, each with"
              + " its classifier"
              + NativeCode.UNPACKING);
    }
  }

  @Override
  public Trainer open(BackendOptions options) {
    requireAvailable();
    if (options.precision() != Precision.FLOAT32) {
      throw new BackendException(
          ErrorCode.BACKEND_UNAVAILABLE,
          "The trainer 'onednn' cannot train in %s, only in float32. What to do: leave the"
                  .formatted(options.precision().id())
              + " precision out");
    }
    return new TrainingLoop(OneDnnEngine::new);
  }

  /** Throws a {@link BackendException} with reason and remedy if nothing can be trained here. */
  static void requireAvailable() {
    if (new OneDnnTrainerProvider().probe() instanceof BackendStatus.Unavailable unavailable) {
      throw new BackendException(
          ErrorCode.BACKEND_UNAVAILABLE, unavailable.reason() + ". " + unavailable.remedy());
    }
  }
}
