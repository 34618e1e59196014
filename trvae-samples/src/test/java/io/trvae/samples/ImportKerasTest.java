package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.model.ModelFile;
import io.trvae.model.TransferModel;
import io.trvae.samples.keras.KerasModels;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportKerasTest {

  @TempDir private Path folder;

  private Path write(String name) throws IOException {
    Path file = folder.resolve("mmd_cvae.h5");
    KerasModels.write(KerasModels.layout(name), file);
    return file;
  }

  @Test
  void writesAModelThatTransfers() throws IOException {
    Path out = folder.resolve("new/model.safetensors");
    Path photo = folder.resolve("me.png");
    Images.noise(40, 30, 1).write(photo);

    Run run =
        Run.of(
            "import-keras",
            write("arch_style_2"),
            "-o",
            out,
            "--domains",
            "young,old",
            "--licence",
            "mine");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo(out + ": arch_style_2, 16 pixels, young, old");
    TransferModel model = ModelFile.read(out);
    assertThat(model.provenance().licence()).isEqualTo("mine");
    assertThat(model.provenance().configuration()).containsEntry("imported-from", "mmd_cvae.h5");

    Path drawn = folder.resolve("old.png");
    Run transfer =
        Run.of(
            "transfer",
            photo,
            "--model",
            out,
            "--from",
            "young",
            "--to",
            "old",
            "-o",
            drawn,
            "--compat",
            "anime-trvae");
    assertThat(transfer.err()).isEmpty();
    assertThat(drawn).isNotEmptyFile();
  }

  @Test
  void threeConditionsAreThoseOfAnimeTrvae() throws IOException {
    Path out = folder.resolve("model.safetensors");

    assertThat(Run.of("import-keras", write("arch_style_1"), "-o", out).exitCode()).isZero();

    assertThat(ModelFile.read(out).spec().domains())
        .containsExactly(DomainLabel.REAL, DomainLabel.CARTOON, DomainLabel.ANIME);
  }

  @Test
  void otherConditionsHaveToBeNamed() throws IOException {
    Path out = folder.resolve("model.safetensors");

    Run run = Run.of("import-keras", write("arch_style_2"), "-o", out);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("The model has 2 conditions", "--domains");
    assertThat(out).doesNotExist();
  }

  @Test
  void anUnexpectedFileIsOneLine() throws IOException {
    Path in = Files.writeString(folder.resolve("text.h5"), "no HDF5");
    Path out = folder.resolve("model.safetensors");

    Run run = Run.of("import-keras", in, "-o", out);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-201: ").contains("text.h5").hasLineCount(1);
    assertThat(out).doesNotExist();
  }
}
