package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.model.ModelFile;
import io.trvae.model.TransferModel;
import io.trvae.samples.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportOnnxTest {

  @TempDir private Path folder;

  @Test
  void writesThreeFilesAndPrintsWhere() throws IOException {
    Path file = TinyModel.write(folder);
    Path out = folder.resolve("new/onnx");

    Run run = Run.of("export-onnx", "--model", file, "-o", out);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            out.resolve("encoder.onnx").toString(),
            out.resolve("decoder.onnx").toString(),
            out.resolve("transfer.onnx").toString());
    TransferModel model = ModelFile.read(file);
    assertThat(out.resolve("encoder.onnx")).hasBinaryContent(OnnxExport.encoder(model));
    assertThat(out.resolve("decoder.onnx")).hasBinaryContent(OnnxExport.decoder(model));
    assertThat(out.resolve("transfer.onnx")).hasBinaryContent(OnnxExport.transfer(model));
    assertThat(out.toFile().list()).hasSize(3);
  }

  @Test
  void takesTheBundledModelByDefault() {
    Run run = Run.of("export-onnx", "--out", folder);

    assertThat(run.exitCode()).isZero();
    assertThat(folder.resolve("transfer.onnx")).isNotEmptyFile();
  }

  @Test
  void keepsFilesThatAreThereUnlessForced() throws IOException {
    Path model = TinyModel.write(folder);
    Path old = Files.writeString(folder.resolve("transfer.onnx"), "old");

    Run kept = Run.of("export-onnx", "--model", model, "-o", folder);

    assertThat(kept.exitCode()).isEqualTo(1);
    assertThat(kept.err()).contains("transfer.onnx' is there already").hasLineCount(1);
    assertThat(old).hasContent("old");
    assertThat(folder.resolve("encoder.onnx")).doesNotExist();

    assertThat(Run.of("export-onnx", "--model", model, "-o", folder, "-f").exitCode()).isZero();
    assertThat(Files.size(old)).isGreaterThan(1000);
  }

  @Test
  void missingModelIsNamed() {
    Run run = Run.of("export-onnx", "--model", folder.resolve("none.safetensors"), "-o", folder);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-202: ").contains("none.safetensors").hasLineCount(1);
  }
}
