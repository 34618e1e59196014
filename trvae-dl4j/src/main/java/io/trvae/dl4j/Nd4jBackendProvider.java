package io.trvae.dl4j;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.dl4j.internal.samediff.Nd4jRuntime;
import io.trvae.dl4j.internal.samediff.SameDiffBackend;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import java.util.Locale;

/**
 * The portable backend, {@code nd4j}: SameDiff graphs on whatever ND4J runs on, which is the
 * processor with {@code nd4j-native} and a GPU with {@code nd4j-cuda}.
 *
 * <p>Its backends let as many calls compute at once as the options have threads. How many threads
 * ND4J takes inside a call is a setting of the whole process ({@code OMP_NUM_THREADS}), and so is
 * the device; neither is changed here.
 *
 * @since 0.1.0
 */
public final class Nd4jBackendProvider implements BackendProvider {

  /** The name by which users choose this backend. */
  public static final String NAME = "nd4j";

  /** Creates the provider. Nothing is loaded before the first {@link #probe()}. */
  public Nd4jBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 10;
  }

  /**
   * Starts ND4J at the first call in a Java virtual machine, which takes a second or two. The
   * answer is kept: an ND4J that failed to start stays unusable until the machine ends.
   */
  @Override
  public BackendStatus probe() {
    return Probe.STATUS;
  }

  /**
   * Prepares a model for computing.
   *
   * @throws BackendException if ND4J cannot run here, or the options name a device or another
   *     precision than float32
   */
  @Override
  public Backend open(TransferModel model, BackendOptions options) {
    BackendStatus status = probe(options.precision());
    if (status instanceof BackendStatus.Unavailable unavailable) {
      throw unavailable(unavailable.reason() + ". What to do: " + unavailable.remedy());
    }
    if (options.device().isPresent()) {
      throw unavailable(
          "it has no device '"
              + options.device().get()
              + "': ND4J chooses its device for the whole process. Open it without a device");
    }
    try {
      String description =
          ((BackendStatus.Available) status).description() + ", " + options.precision().id();
      return new SameDiffBackend(description, model, options.threads());
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED, "ND4J failed to take up the model: " + e.getMessage(), e);
    }
  }

  private static BackendException unavailable(String reason) {
    return new BackendException(
        ErrorCode.BACKEND_UNAVAILABLE, "The backend '" + NAME + "' cannot be opened: " + reason);
  }

  /** The answer to {@link #probe()}, and how it is found. */
  static final class Probe {

    static final BackendStatus STATUS = probe();

    private static BackendStatus probe() {
      try {
        return new BackendStatus.Available(Nd4jRuntime.describe());
      } catch (Exception | LinkageError e) {
        return explain(e);
      }
    }

    static BackendStatus.Unavailable explain(Throwable failure) {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage()).contains("no kernel image is available")
          ? new BackendStatus.Unavailable(
              "nd4j-cuda has no code for this GPU: it ends with compute capability 8.6",
              "use trvae-cuda, or nd4j-native in place of nd4j-cuda")
          : new BackendStatus.Unavailable(reason(failure, root), remedy());
    }

    private static String reason(Throwable failure, Throwable root) {
      boolean failedBefore =
          failure instanceof NoClassDefFoundError
              && String.valueOf(failure.getMessage()).startsWith("Could not initialize class");
      return failedBefore
          ? "ND4J failed to start earlier in this process; the cause is in that first failure ("
              + failure.getMessage()
              + ")"
          : "ND4J does not start (" + root + ")";
    }

    private static String remedy() {
      String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
      String platform =
          (os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macosx" : "linux")
              + (arch.equals("aarch64") ? "-arm64" : "-x86_64");
      return "Add org.nd4j:nd4j-native, org.bytedeco:openblas and org.bytedeco:javacpp with the"
          + " classifier "
          + platform
          + " to the class path, each in the version that it already has without classifier, and"
          + " start the process again"
          + NativeCode.UNPACKING;
    }
  }
}
