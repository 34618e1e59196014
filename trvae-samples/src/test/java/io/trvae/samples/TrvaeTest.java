package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrvaeTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpGoesToStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: trvae");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionIsNamed() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("trvae ");
  }

  @Test
  void callWithoutCommandIsAUsageError() {
    assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("Which command?").contains("Usage: trvae");
  }

  private int run(String... arguments) {
    return new CommandLine(new Trvae())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
