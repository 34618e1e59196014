package io.trvae.cuda.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trvae.Precision;
import io.trvae.cuda.emulator.ChildProcess;
import io.trvae.cuda.emulator.Emulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's compilers take the kernels, for every generation of GPUs. Needs no GPU. */
class KernelCompilationTest {

  private static final List<Integer> ARCHITECTURES = List.of(75, 80, 86, 89, 90, 100, 120);

  private static final List<String> PROGRAMS =
      List.of(KernelSource.INFERENCE, KernelSource.TRAINING);

  private static boolean fits(int architecture, Precision precision, String program) {
    boolean known = precision == Precision.FLOAT32 || architecture >= 80;
    boolean trains = precision == Precision.FLOAT32 || precision == Precision.TF32;
    return known && (trains || program.equals(KernelSource.INFERENCE));
  }

  /** Compiles for every GPU, in a machine that knows nothing of the emulated compiler. */
  static final class CompileAll {
    private CompileAll() {}

    public static void main(String[] arguments) {
      try {
        Loader.load(nvrtc.class);
      } catch (LinkageError e) {
        System.out.println("not there: " + e);
        return;
      }
      for (int architecture : ARCHITECTURES) {
        for (Precision precision : Precision.values()) {
          for (String program : PROGRAMS) {
            if (fits(architecture, precision, program)) {
              byte[] image = KernelCompiler.compile(architecture, precision, program);
              String kind = new String(image, 1, 3, StandardCharsets.US_ASCII);
              System.out.println(architecture + " " + precision + " " + program + " " + kind);
            }
          }
        }
      }
    }
  }

  @Test
  void nvrtcCompilesEveryKernel(@TempDir Path folder) throws IOException {
    // The bindings of NVRTC ask for these, and compiling does not.
    for (String library : List.of("libcuda.so.1", "libcudart.so.13")) {
      Files.copy(Emulator.folder().resolve(library), folder.resolve(library));
    }
    String libraries =
        folder + ":" + Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse("");
    String output = ChildProcess.run(CompileAll.class, libraries, jar -> true);
    assumeFalse(output.startsWith("not there"), "NVRTC (libnvrtc.so.13) is " + output);
    List<String> lines = output.lines().toList();
    assertThat(lines).hasSize(38).allMatch(line -> line.endsWith(" ELF"));
  }

  @Test
  void nvccCompilesEveryKernel(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "nvcc"))),
        "nvcc is not on the path");
    for (String name : KernelSource.HEADERS) {
      Files.writeString(folder.resolve(name), KernelSource.read(name));
    }
    Files.writeString(
        folder.resolve(KernelSource.TRAINING), KernelSource.read(KernelSource.TRAINING));
    for (int architecture : ARCHITECTURES) {
      for (Precision precision : Precision.values()) {
        for (String program : PROGRAMS) {
          if (!fits(architecture, precision, program)) {
            continue;
          }
          Process nvcc =
              new ProcessBuilder(
                      "nvcc",
                      "-std=c++17",
                      "-arch=sm_" + architecture,
                      "-DTRVAE_" + precision.id().toUpperCase(Locale.ROOT) + "=1",
                      "-cubin",
                      "-o",
                      folder.resolve("kernels.cubin").toString(),
                      folder.resolve(program).toString())
                  .redirectErrorStream(true)
                  .start();
          String output = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(nvcc.waitFor()).as(output).isZero();
        }
      }
    }
  }
}
