package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.trvae.BackendException;
import io.trvae.Precision;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.testkit.RandomModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnBackendProviderTest {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 4, 0), 1);

  @ParameterizedTest
  @EnumSource
  void tellsWhatItComputesIn(Precision precision) {
    OneDnnBackendProvider provider = new OneDnnBackendProvider();
    assumeThat(provider.probe(precision)).isInstanceOf(BackendStatus.Available.class);
    try (Backend backend = provider.open(MODEL, options(precision))) {
      assertThat(backend.description()).matches("oneDNN \\S+, " + precision.id());
    }
  }

  @Test
  void leavesTf32ToGpus() {
    assertThat(new OneDnnBackendProvider().probe(Precision.TF32))
        .isInstanceOfSatisfying(
            BackendStatus.Unavailable.class,
            status -> assertThat(status.reason()).contains("no instructions for tf32"));
  }

  @Test
  void refusesBfloat16WithoutInstructionsForIt() throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OpensInBfloat16.class.getName());
    // Read by oneDNN when it is loaded.
    java.environment().put("ONEDNN_MAX_CPU_ISA", "AVX512_CORE");
    Process process = java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output)
        .contains("TRVAE-301: The backend 'onednn' cannot be opened: ")
        .contains("no instructions for bfloat16")
        .contains("What to do: leave the precision out");
  }

  /** Prints why it cannot. */
  static final class OpensInBfloat16 {

    private OpensInBfloat16() {}

    public static void main(String[] arguments) {
      try {
        new OneDnnBackendProvider().open(MODEL, options(Precision.BFLOAT16)).close();
      } catch (BackendException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static BackendOptions options(Precision precision) {
    return new BackendOptions(1, Optional.empty(), precision);
  }
}
