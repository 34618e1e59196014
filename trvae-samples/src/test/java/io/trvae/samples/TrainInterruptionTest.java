package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainInterruptionTest {

  /** Unlike a signal, the end that Windows makes of a process runs no shutdown hooks. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(300)
  void signalEndsTheTrainingCleanlyAndItCanGoOn(@TempDir Path folder) throws Exception {
    Path errors = folder.resolve("errors.txt");
    Path model = folder.resolve("model.safetensors");
    Path data = TrainingImages.write(folder.resolve("faces"));

    Process process = MainProcess.start(errors, TrainingImages.training(data, model, "1000000"));
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.lines().anyMatch(line -> line.startsWith("epoch 1/"))).isTrue();
      process.toHandle().destroy();
      assertThat(process.waitFor()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readString(errors))
        .contains("TRVAE-303: ", "the same command goes on")
        .contains(folder.resolve("model-training/checkpoint").toString());
    assertThat(model).doesNotExist();

    Run again = Run.of(TrainingImages.training(data, model, "1").toArray());
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("Going on after epoch ");
    assertThat(model).isRegularFile();
  }
}
