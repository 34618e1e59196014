package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model in an application whose heap is small. */
class SmallHeapTest {

  @TempDir private Path folder;

  /** Twenty samples of memory: as many pipelines at least, and a hundred transfers. */
  @Test
  @Timeout(300)
  void opensAndTransfersAgainAndAgain() throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process process =
        MainProcess.java(
                List.of(
                    "-Xmx128m",
                    Trvae.class.getName(),
                    "soak",
                    "--minutes",
                    "0.01",
                    "--transfers",
                    "5"))
            .redirectError(errors.toFile())
            .start();
    try {
      String out = new String(process.getInputStream().readAllBytes());

      assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
      assertThat(out).contains("per 1,000 transfers");
    } finally {
      process.destroyForcibly();
    }
  }
}
