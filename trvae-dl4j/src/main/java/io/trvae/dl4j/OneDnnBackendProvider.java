package io.trvae.dl4j;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.OpenMp;
import io.trvae.dl4j.internal.plan.OneDnnBackend;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;

/**
 * The fast backend for processors, {@code onednn}: a network compiled to oneDNN's primitives.
 *
 * <p>A batch is shared among {@link BackendOptions#threads()} threads, and so is a single image
 * while no other call is computing. An image's result does not depend on the batch, the number of
 * threads or what else is computed, to the last bit.
 *
 * @since 0.1.0
 */
public final class OneDnnBackendProvider implements BackendProvider {

  /** The name by which users choose this backend. */
  public static final String NAME = "onednn";

  /** Creates the provider. Nothing is loaded before the first {@link #probe()}. */
  public OneDnnBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public BackendStatus probe() {
    try (OneDnn oneDnn = new OneDnn();
        OpenMp.Limit limit = OpenMp.oneThread()) {
      return new BackendStatus.Available(OneDnn.version());
    } catch (RuntimeException | LinkageError e) {
      return new BackendStatus.Unavailable(
          "oneDNN cannot be loaded: " + e,
          "add the native artifacts of this platform: org.bytedeco:dnnl, org.bytedeco:opencl and"
              + " org.bytedeco:javacpp, each with its classifier"
              + NativeCode.UNPACKING);
    }
  }

  /** Beside {@link Precision#FLOAT32}, takes what the processor has instructions for. */
  @Override
  public BackendStatus probe(Precision precision) {
    BackendStatus status = probe();
    if (!(status instanceof BackendStatus.Available available)) {
      return status;
    }
    String missing =
        switch (precision) {
          case FLOAT32 -> "";
          case BFLOAT16 -> OneDnn.hasBfloat16() ? "" : ", AVX512_BF16 or AMX";
          case TF32, FLOAT16 -> " that are used here: NVIDIA's GPUs compute in it";
        };
    return missing.isEmpty()
        ? new BackendStatus.Available(available.description() + ", " + precision.id())
        : new BackendStatus.Unavailable(
            "this processor has no instructions for " + precision.id() + missing,
            "leave the precision out");
  }

  /**
   * Compiles a model.
   *
   * @throws BackendException if oneDNN cannot run here or not in the precision asked for, the
   *     network has a layer that no plan is known for, or the options name a device
   */
  @Override
  public Backend open(TransferModel model, BackendOptions options) {
    String description = requireAvailable(options.precision());
    if (options.device().isPresent()) {
      throw unavailable(
          "it has no device '" + options.device().get() + "': it runs on the processor");
    }
    try {
      return new OneDnnBackend(description, model, options.threads(), options.precision());
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED, "oneDNN failed to take up the model: " + e.getMessage(), e);
    }
  }

  /** Returns what computes, or throws a {@link BackendException} with reason and remedy. */
  static String requireAvailable(Precision precision) {
    BackendStatus status = new OneDnnBackendProvider().probe(precision);
    if (status instanceof BackendStatus.Unavailable unavailable) {
      throw unavailable(unavailable.reason() + ". What to do: " + unavailable.remedy());
    }
    return ((BackendStatus.Available) status).description();
  }

  private static BackendException unavailable(String reason) {
    return new BackendException(
        ErrorCode.BACKEND_UNAVAILABLE, "The backend '" + NAME + "' cannot be opened: " + reason);
  }
}
