package io.trvae.cuda.emulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/**
 * The libraries that {@code trvae-cuda} loads, made of the C++ files beside this class's resources:
 * a driver whose GPUs are this processor, a run-time compiler that calls the machine's C++
 * compiler, and an empty runtime.
 *
 * <p>So all that ships is run as it ships, kernels and calls to the driver alike, but for one
 * instruction: what the tensor cores do is written down once more. Needs Linux and {@code c++};
 * where they are not there, tests are skipped.
 *
 * <p>With the system property {@code trvae.test.gpu} set to true the machine's own GPU is tested
 * instead, and tests that need an emulated one are skipped.
 */
public final class Emulator {

  private static final Map<String, String> LIBRARIES =
      Map.of(
          "driver.cpp", "libcuda.so.1",
          "runtime.cpp", "libcudart.so.13",
          "compiler.cpp", "libnvrtc.so.13");

  private static final boolean REAL = Boolean.getBoolean("trvae.test.gpu");

  private Emulator() {}

  /** Tells whether it is the machine's own GPU that is tested. */
  public static boolean isReal() {
    return REAL;
  }

  /** Loads the libraries into this Java virtual machine; the GPUs are as by default. */
  public static void load() {
    if (REAL) {
      return;
    }
    scenario("");
    for (String library : LIBRARIES.values()) {
      System.load(folder().resolve(library).toString());
    }
  }

  /** Returns the folder with the libraries, built for tests that load them elsewhere. */
  public static Path folder() {
    assumeTrue(Built.MISSING.isEmpty(), "no GPU can be emulated: " + Built.MISSING);
    return Built.FOLDER;
  }

  /** Sets how the driver behaves from now on, in the words of {@code driver.cpp}. */
  public static void scenario(String text) {
    if (REAL) {
      assumeTrue(text.isEmpty(), "only an emulated GPU does this: " + text);
      return;
    }
    try {
      Files.writeString(folder().resolve("scenario"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Built {

    static final Path FOLDER = Path.of("target", "emulator").toAbsolutePath();

    /** Why there is no emulator here, or nothing. */
    static final String MISSING = build();

    private static String build() {
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
        return "";
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
