package io.trvae.cuda.emulator;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that {@code trvae-cuda} loads, made of the C++ files beside this class's resources:
 * a driver whose GPUs are this processor, a run-time compiler that calls the machine's C++
 * compiler, and an empty runtime.
 *
 * <p>So all that ships is run as it ships, kernels and calls to the driver alike, but for one
 * instruction: what the tensor cores do is written down once more. Needs Linux and {@code c++};
 * where they are not there, tests are skipped.
 */
public final class Emulator {

  private static final Map<String, String> LIBRARIES =
      Map.of(
          "driver.cpp", "libcuda.so.1",
          "runtime.cpp", "libcudart.so.13",
          "compiler.cpp", "libnvrtc.so.13");

  private Emulator() {}

  /** Loads the libraries into this Java virtual machine; the GPUs are as by default. */
  public static void load() {
    assumeThat(Built.MISSING).as("the emulated GPU").isNull();
    scenario("");
    for (String library : LIBRARIES.values()) {
      System.load(folder().resolve(library).toString());
    }
  }

  /** Returns the folder with the libraries, built for tests that load them elsewhere. */
  public static Path folder() {
    assumeThat(Built.MISSING).as("the emulated GPU").isNull();
    return Built.FOLDER;
  }

  /** Sets how the driver behaves from now on, in the words of {@code driver.cpp}. */
  public static void scenario(String text) {
    try {
      Files.writeString(folder().resolve("scenario"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Built {

    static final Path FOLDER = Path.of("target", "emulator").toAbsolutePath();

    /** Why there is no emulator here, or null. */
    static final @Nullable String MISSING = build();

    private static @Nullable String build() {
      if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
        return "it needs Linux";
      }
      try {
        Files.createDirectories(FOLDER);
        for (String header : List.of("emulator.h", "launch.h")) {
          copy(header);
        }
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
          copy(library.getKey());
          compile(library.getKey(), library.getValue());
        }
        return null;
      } catch (IOException e) {
        return "there is no C++ compiler: " + e;
      }
    }

    private static void copy(String name) throws IOException {
      try (InputStream in = Emulator.class.getResourceAsStream(name)) {
        Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }

    /** Gives each symbol the version that the bindings ask for. */
    private static void compile(String source, String library) throws IOException {
      Path versions = FOLDER.resolve(library + ".map");
      Files.writeString(versions, library + " { global: *; };\n");
      Process compiler =
          new ProcessBuilder(
                  "c++",
                  "-std=c++17",
                  "-O1",
                  "-shared",
                  "-fPIC",
                  "-Wl,-soname," + library,
                  "-Wl,--version-script=" + versions,
                  "-o",
                  library,
                  source)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        if (!compiler.waitFor(5, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
          throw new AssertionError("The emulator does not compile: " + output);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
