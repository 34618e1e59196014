package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrvaeTest {

  private static final int USAGE = 2;

  @Test
  void helpGoesToStandardOutput() {
    Run run = Run.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: trvae", "demo", "transfer", "morph", "train", "info");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "transfer",
        "morph",
        "serve",
        "train",
        "info",
        "import-keras",
        "export-onnx",
        "soak"
      })
  void everyCommandHasHelp(String command) {
    Run run = Run.of(command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: trvae " + command, "Exit codes:");
  }

  @Test
  void commandsThatABuildAddsAreFound() {
    assertThat(Run.of("extra").exitCode()).isEqualTo(ExtraCommand.EXIT_CODE);
    assertThat(Run.of("--help").out()).contains("extra");
  }

  @Test
  void versionIsNamed() {
    Run run = Run.of("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("trvae ");
  }

  @Test
  void callWithoutCommandIsAUsageError() {
    Run run = Run.of();

    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err()).contains("Which command?").contains("Usage: trvae");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "transfer",
        "morph",
        "serve",
        "train",
        "info",
        "import-keras",
        "export-onnx",
        "soak"
      })
  void unknownOptionIsAUsageError(String command) {
    Run run = Run.of(command, "--dmains", "x");

    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err()).contains("'--dmains'").contains("trvae " + command + " --help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void misspeltOptionIsNamedBeforeWhatIsMissingForIt() {
    Run run = Run.of("transfer", "in.png", "--form", "real", "--to", "anime", "-o", "out.png");

    assertThat(run.err().lines().findFirst()).get().asString().contains("--form");
  }

  @Test
  void stackTraceIsShownOnRequestOnly() {
    assertThat(Run.of("info", "missing.safetensors").err().lines()).hasSize(1);
    for (List<String> arguments :
        List.of(
            List.of("-v", "info", "missing.safetensors"),
            List.of("info", "missing.safetensors", "--verbose"))) {
      assertThat(Run.of(arguments.toArray()).err()).contains("\tat io.trvae");
    }
  }
}
