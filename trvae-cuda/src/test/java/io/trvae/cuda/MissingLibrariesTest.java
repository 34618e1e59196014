package io.trvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.cuda.emulator.ChildProcess;
import io.trvae.cuda.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The probe where native code is not there, each time in a Java virtual machine of its own. */
@EnabledOnOs(OS.LINUX)
class MissingLibrariesTest {

  /** Prints what the probe says, twice: the answer is kept. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      System.out.println(new CudaBackendProvider().probe());
      System.out.println(new CudaBackendProvider().probe());
    }
  }

  static boolean hasADriver() {
    return Files.exists(Path.of("/proc/driver/nvidia/version"));
  }

  @Test
  void bindingsWithoutNativeCode() {
    assertTwice(
        ChildProcess.run(Probe.class, "", jar -> !jar.matches("cuda-.*-linux-.*\\.jar")),
        "the native code of the CUDA bindings cannot be loaded",
        "add org.bytedeco:cuda and org.bytedeco:javacpp with the classifier");
  }

  @Test
  @DisabledIf(value = "hasADriver", disabledReason = "an NVIDIA driver is installed")
  void noDriver() {
    assertTwice(
        ChildProcess.run(Probe.class, "", jar -> true),
        "there is no NVIDIA driver (libcuda.so.1 cannot be loaded)",
        "install NVIDIA's driver");
  }

  @Test
  void driverWithoutRuntime(@TempDir Path folder) throws IOException {
    copy(folder, "libcuda.so.1");
    assertTwice(
        ChildProcess.run(Probe.class, folder.toString(), jar -> true),
        "CUDA's runtime (libcudart.so.13) cannot be loaded",
        "install CUDA 13");
  }

  @Test
  void runtimeWithoutCompiler(@TempDir Path folder) throws IOException {
    copy(folder, "libcuda.so.1", "libcudart.so.13");
    assertTwice(
        ChildProcess.run(Probe.class, folder.toString(), jar -> true),
        "CUDA's run-time compiler (libnvrtc.so.13) cannot be loaded",
        "install CUDA 13");
  }

  @Test
  void everythingThere(@TempDir Path folder) throws IOException {
    copy(folder, "libcuda.so.1", "libcudart.so.13", "libnvrtc.so.13");
    assertThat(ChildProcess.run(Probe.class, folder.toString(), jar -> true))
        .startsWith("Available[description=GPU 0, Emulated GPU 0");
  }

  private static void copy(Path folder, String... libraries) throws IOException {
    for (String library : libraries) {
      Files.copy(Emulator.folder().resolve(library), folder.resolve(library));
    }
  }

  private static void assertTwice(String output, String reason, String remedy) {
    List<String> lines = output.lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("Unavailable[reason=" + reason)
        .contains("remedy=" + remedy)
        .isEqualTo(lines.get(1));
  }
}
