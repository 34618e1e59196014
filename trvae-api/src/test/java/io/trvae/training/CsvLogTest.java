package io.trvae.training;

import static io.trvae.training.TestTraining.CONFIG;
import static io.trvae.training.TestTraining.NO_BACKEND;
import static io.trvae.training.TestTraining.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {

  @TempDir Path folder;

  private void run(Path file, int first, int last) {
    CsvLog log = new CsvLog(file);
    log.onStart(CONFIG, first);
    for (int epoch = first; epoch <= last; epoch++) {
      log.onEpoch(report(epoch), NO_BACKEND);
    }
  }

  @Test
  void writesOneRowForEachEpoch() throws IOException {
    Path file = folder.resolve("run/log.csv");

    run(file, 1, 2);

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            epoch,epochs,learning_rate,train_reconstruction,train_kl,train_mmd,train_total,\
            validation_reconstruction,validation_kl,validation_mmd,validation_total,\
            images,seconds,images_per_second,best
            1,40,5.0E-4,0.5,12.25,0.0,1.0E-7,0.75,11.0,1.5,1234.5,3200,1.6,2000.0,true
            2,40,5.0E-4,0.25,12.25,0.0,5.0E-8,0.375,11.0,0.75,1234.5,3200,1.6,2000.0,false
            """);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theLocaleDoesNotMatter() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      run(folder.resolve("german.csv"), 1, 1);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(Files.readString(folder.resolve("german.csv"))).contains("\n1,40,5.0E-4,0.5,12.25");
  }

  @Test
  void aResumedTrainingLeavesNoTrace() throws IOException {
    Path whole = folder.resolve("whole.csv");
    run(whole, 1, 6);
    Path resumed = folder.resolve("resumed.csv");
    run(resumed, 1, 5);

    run(resumed, 4, 6);

    assertThat(Files.readString(resumed)).isEqualTo(Files.readString(whole));
  }

  @Test
  void aNewTrainingStartsAgain() throws IOException {
    Path file = folder.resolve("log.csv");
    run(file, 1, 5);

    run(file, 1, 1);

    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void dropsDamagedRowsWhenResumed() throws IOException {
    Path file = folder.resolve("log.csv");
    run(file, 1, 2);
    List<String> lines = Files.readAllLines(file);
    Files.write(
        file, List.of(lines.get(0), lines.get(1), "", lines.get(2).replace("0.375", "x"), "3,40"));

    run(file, 5, 5);

    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .contains(lines.get(1))
        .last()
        .asString()
        .startsWith("5,");
  }

  @Test
  void missingEarlierRowsAreNoError() throws IOException {
    Path file = folder.resolve("log.csv");

    run(file, 9, 9);

    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void leavesForeignFilesAlone() throws IOException {
    Path file = folder.resolve("results.csv");
    Files.writeString(file, "name,score\na,1\n");

    for (int firstEpoch : new int[] {1, 7}) {
      assertThatThrownBy(() -> new CsvLog(file).onStart(CONFIG, firstEpoch))
          .isInstanceOfSatisfying(
              TrainingException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_CONFIG_INVALID))
          .hasMessageContaining("results.csv");
    }
    assertThat(Files.readString(file)).isEqualTo("name,score\na,1\n");
  }
}
