package io.trvae.cuda.internal.gpu;

import io.trvae.spi.BackendStatus.Unavailable;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The native code that is needed: bindings, driver, runtime and compiler. */
final class Libraries {

  private static final String ARTIFACT = "org.bytedeco:cuda";

  private Libraries() {}

  /**
   * Loads them, at the first call in a Java virtual machine. The answer is kept: what could not be
   * loaded stays so until the machine ends.
   *
   * @throws MissingException if one of them is not here
   */
  static void load() {
    Loaded.MISSING.ifPresent(
        missing -> {
          throw new MissingException(missing.reason(), missing.remedy());
        });
  }

  private static final class Loaded {

    static final Optional<Unavailable> MISSING =
        Optional.ofNullable(missing(cudart.class))
            .or(() -> Optional.ofNullable(missing(nvrtc.class)));

    private static @Nullable Unavailable missing(Class<?> bindings) {
      try {
        Loader.load(bindings);
        return null;
      } catch (LinkageError | RuntimeException e) {
        return explain(e);
      }
    }

    /**
     * The system's loader names the first library that it misses, and looks for the driver first.
     */
    private static Unavailable explain(Throwable failure) {
      StringBuilder messages = new StringBuilder();
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        messages.append(cause.getMessage()).append('\n');
      }
      String all = messages.toString();
      if (all.contains("libcuda.so")) {
        return new Unavailable(
            "there is no NVIDIA driver (libcuda.so.1 cannot be loaded)",
            "install NVIDIA's driver, 580 or newer; in a container, start it with access to the"
                + " GPUs");
      }
      if (all.contains("libcudart.so")) {
        return library("runtime (libcudart.so.13)");
      }
      if (all.contains("libnvrtc.so")) {
        return library("run-time compiler (libnvrtc.so.13)");
      }
      return new Unavailable(
          "the native code of the CUDA bindings cannot be loaded (" + rootOf(failure) + ")",
          "add "
              + ARTIFACT
              + " and org.bytedeco:javacpp with the classifier of this platform, such as"
              + " linux-x86_64; on Windows the driver and CUDA 13 have to be there too");
    }

    private static Unavailable library(String library) {
      return new Unavailable(
          "CUDA's " + library + " cannot be loaded",
          "install CUDA 13, or add its folder to the library path, or add "
              + ARTIFACT
              + " with the classifier of this platform and -redist");
    }

    private static Throwable rootOf(Throwable failure) {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return root;
    }
  }
}
