package io.trvae.cuda;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuException;
import io.trvae.cuda.internal.gpu.Gpus;
import io.trvae.cuda.internal.gpu.MissingException;
import io.trvae.cuda.internal.plan.CudaBackend;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import java.util.Optional;

/**
 * The backend for NVIDIA's GPUs, {@code cuda}. Experimental: it has not run on a GPU yet.
 *
 * <p>{@link BackendOptions#device()} is a GPU's UUID as {@code nvidia-smi -L} prints it, or its
 * index in CUDA's order, which the environment variable {@code CUDA_DEVICE_ORDER} decides; without
 * one the first GPU of compute capability 7.5 or newer is taken. Two calls at a time are under way,
 * whatever {@link BackendOptions#threads()} says. Results of an image may differ in their last bits
 * between batch sizes, and do not between calls.
 *
 * @since 0.1.0
 */
public final class CudaBackendProvider implements BackendProvider {

  /** The name by which users choose this backend. */
  public static final String NAME = "cuda";

  /** Less is not worth starting with: weights and the features of one image fit into it. */
  private static final long LEAST_MEMORY = 512L << 20;

  /** Creates the provider. Nothing is loaded before the first {@link #probe()}. */
  public CudaBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  /** Looks for the driver, the libraries, a GPU that can compute and free memory, in this order. */
  @Override
  public BackendStatus probe() {
    return probe(Precision.FLOAT32);
  }

  /** Beside {@link Precision#FLOAT32}, takes all that GPUs from Ampere on have instructions for. */
  @Override
  public BackendStatus probe(Precision precision) {
    try {
      return new BackendStatus.Available(describe(find(Optional.empty(), precision), precision));
    } catch (MissingException e) {
      return e.status();
    } catch (GpuException e) {
      return e.status();
    }
  }

  /** Finds a GPU that can compute. */
  static GpuDescription find(Optional<String> device, Precision precision) {
    GpuDescription description = Gpus.choose(device);
    if (precision != Precision.FLOAT32
        && description.architecture() < GpuDescription.OLDEST_WITH_TENSOR_FORMATS) {
      throw new MissingException(
          description + " has no instructions for " + precision.id() + ", which came with Ampere",
          "leave the precision out");
    }
    try (Gpu gpu = new Gpu(description);
        Gpu.Use use = gpu.use()) {
      long free = gpu.freeMemory();
      if (free < LEAST_MEMORY) {
        throw new MissingException(
            "%s has %d MiB of free memory, fewer than %d"
                .formatted(description, free >> 20, LEAST_MEMORY >> 20),
            "end what occupies the GPU's memory (nvidia-smi lists it), or name another GPU");
      }
    }
    return description;
  }

  private static String describe(GpuDescription gpu, Precision precision) {
    return gpu + ", compute capability " + gpu.capability() + ", " + precision.id();
  }

  /**
   * Compiles a model.
   *
   * @throws BackendException if no GPU can compute, or not the one or in the precision asked for,
   *     or the network has a layer that no plan is known for
   */
  @Override
  public Backend open(TransferModel model, BackendOptions options) {
    try {
      GpuDescription gpu = find(options.device(), options.precision());
      String description = describe(gpu, options.precision());
      return new CudaBackend(description, model, gpu, options.precision());
    } catch (MissingException e) {
      throw new BackendException(
          ErrorCode.BACKEND_UNAVAILABLE,
          "The backend '" + NAME + "' cannot be opened: " + e.getMessage(),
          e);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED, "CUDA failed to take up the model: " + e.getMessage(), e);
    }
  }
}
