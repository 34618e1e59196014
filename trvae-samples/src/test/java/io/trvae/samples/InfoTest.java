package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.model.ModelFile;
import io.trvae.model.Provenance;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoTest {

  @TempDir private Path folder;

  @Test
  void printsWhatTheFileSays() throws IOException {
    TransferModel tiny = ModelFile.read(TinyModel.write(folder));
    Path file = folder.resolve("model.safetensors");
    Provenance provenance =
        new Provenance(
            Instant.parse("2026-11-01T12:00:00Z"),
            new TreeMap<>(Map.of("java", "17.0.1")),
            new TreeMap<>(Map.of("anime", 4711)),
            new TreeMap<>(Map.of("epochs", "42")),
            new TreeMap<>(Map.of("validationLoss", 0.25)),
            "free as air\u001b[2J");
    ModelFile.write(
        new TransferModel(tiny.spec(), tiny.tensors(), provenance), file, WeightType.FLOAT32);

    Run run = Run.of("info", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(file.toString())
        .containsPattern("architecture +compact\\R")
        .containsPattern("image size +16 x 16\\R")
        .containsPattern("domains +real, anime, cartoon\\R")
        .containsPattern("latent size +8\\R")
        .containsPattern("parameters +[0-9,]{5,} as float32\\R")
        .containsPattern("created +2026-11-01T12:00:00Z\\R")
        .containsPattern("anime +4711\\R")
        .containsPattern("epochs +42\\R")
        .containsPattern("validationLoss +0.25\\R")
        .containsPattern("java +17.0.1\\R")
        .contains("free as air?[2J")
        .doesNotContain("\u001b");
  }

  @Test
  void missingFileIsNamed() {
    Run run = Run.of("info", folder.resolve("none.safetensors"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-202: ").contains("none.safetensors").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
