package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.model.ModelFile;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  @TempDir private Path folder;

  @Test
  void drawsEveryImageInEveryDomain() throws IOException {
    Path sheet = folder.resolve("new/sheet.png");

    Run run = Run.of("demo", "--model", TinyModel.write(folder), "--out", sheet);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    int images = DemoImage.all().size();
    assertThat(run.out())
        .contains("opened", "first transfer", "all " + 3 * images + " transfers", "wrote")
        .contains("backend ");
    assertThat(run.out().lines().reduce((a, b) -> b)).contains(sheet.toAbsolutePath().toString());
    RgbImage drawn = RgbImage.read(sheet);
    assertThat(drawn.width()).isGreaterThan(4 * 160);
    assertThat(drawn.height()).isBetween(images * 160, (images + 1) * 175);
  }

  @Test
  void secondRunReplacesTheSheet() throws IOException {
    Path model = TinyModel.write(folder);
    Path sheet = folder.resolve("sheet.png");

    assertThat(Run.of("demo", "--model", model, "--out", sheet).exitCode()).isZero();
    assertThat(Run.of("demo", "--model", model, "--out", sheet).exitCode()).isZero();
  }

  @Test
  void modelOfOtherDomainsIsRefused() throws IOException {
    TransferModel tiny = ModelFile.read(TinyModel.write(folder));
    List<DomainLabel> animals =
        List.of(DomainLabel.of("cat"), DomainLabel.of("dog"), DomainLabel.of("cow"));
    Path model = folder.resolve("animals.safetensors");
    ModelFile.write(
        new TransferModel(
            new ModelSpec(tiny.spec().network(), animals), tiny.tensors(), tiny.provenance()),
        model,
        WeightType.FLOAT16);

    Run run = Run.of("demo", "--model", model, "--out", folder.resolve("sheet.png"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-203: ").contains("cat, dog, cow", "real");
  }

  @Test
  void everyListedImageCanBeRead() throws IOException {
    assertThat(DemoImage.all()).isNotEmpty();
    for (DemoImage image : DemoImage.all()) {
      RgbImage picture = image.read();
      assertThat(picture.width()).as(image.file()).isEqualTo(picture.height()).isBetween(64, 256);
    }
  }
}
