package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.model.ModelFile;
import io.trvae.model.ModelSpec;
import io.trvae.model.Provenance;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateTest {

  @TempDir private Path folder;
  private Path model;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    data = folder.resolve("faces");
    for (String domain : List.of("real", "anime", "cartoon")) {
      writeImages(domain + "/16/test", 6);
      writeImages(domain + "/16/train", 1);
    }
  }

  private void writeImages(String below, int count) throws IOException {
    Path images = Files.createDirectories(data.resolve(below));
    for (int i = 0; i < count; i++) {
      Images.noise(16, 16, 10L * below.length() + i).write(images.resolve(i + ".png"));
    }
  }

  private Run evaluate(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("evaluate", "--model", model, "--data", data));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray());
  }

  @Test
  void printsTheTableOfTheTestSplit() {
    Run run = evaluate();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Only images in folders 16/test", "Images: 6 of real, 6 of anime, 6 of cartoon")
        .containsPattern("transfer +accuracy +kid +ceiling +luminance")
        .containsPattern("\\Rcartoon > anime( +-?[0-9.]+){8}\\R")
        .containsPattern("domain +accuracy +floor +psnr +ssim\\R")
        .containsPattern("\\Rall( +[0-9.]+){4}\\R");
  }

  /** The table is the last that is printed; nothing after it pushes it out of a buffer. */
  @Test
  void theTableReachesTheConsole() throws IOException {
    Process process =
        MainProcess.start(
            folder.resolve("errors"),
            List.of("evaluate", "--model", model.toString(), "--data", data.toString()));
    try (InputStream out = process.getInputStream()) {
      assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8))
          .containsPattern("\\Rall( +[0-9.]+){4}\\R");
    }
  }

  @Test
  void subfolderIsUsedWhereNamed() {
    Run run = evaluate("--subfolder", "16");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Images: 7 of real, 7 of anime, 7 of cartoon")
        .doesNotContain("Only images");
  }

  @Test
  void allImagesAreUsedWithoutATestSplit() throws IOException {
    data = folder.resolve("flat");
    for (String domain : List.of("real", "anime", "cartoon")) {
      writeImages(domain, 5);
    }

    Run run = evaluate();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Images: 5 of real").doesNotContain("Only images");
  }

  @Test
  void jsonHoldsEveryMetric() throws IOException {
    Path json = folder.resolve("new/figures.json");

    Run run = evaluate("--json", json, "--limit", "5");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith(json.toAbsolutePath() + System.lineSeparator());
    String text = Files.readString(json);
    assertThat(text).startsWith("[").contains("\"from\": \"real\"", "\"error\": ");
    for (String metric :
        List.of(
            "target_accuracy",
            "kid",
            "kid_floor",
            "kid_ceiling",
            "leakage_linear_latent",
            "leakage_mlp_latent",
            "leakage_linear_mmd",
            "leakage_mlp_mmd",
            "content_luminance",
            "content_chroma",
            "diversity",
            "sharpness",
            "psnr",
            "ssim",
            "round_trip_psnr")) {
      assertThat(text).contains("\"metric\": \"" + metric + "\"");
    }
  }

  @Test
  void reportIsOnePageThatLoadsNothing() throws IOException {
    TransferModel tiny = ModelFile.read(model);
    Provenance provenance =
        new Provenance(
            Instant.EPOCH,
            new TreeMap<>(),
            new TreeMap<>(Map.of("real", 4711)),
            new TreeMap<>(),
            new TreeMap<>(),
            "<script>alert(1)</script>");
    ModelFile.write(
        new TransferModel(tiny.spec(), tiny.tensors(), provenance), model, WeightType.FLOAT16);
    Path page = folder.resolve("new/report.html");

    Run run = evaluate("--report", page);

    assertThat(run.err()).isEmpty();
    String html = Files.readString(page);
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("real &gt; anime", "leakage_<wbr>linear_<wbr>mmd", "4711")
        .contains("share of transferred images that the judge takes for the target's")
        .contains("&lt;script&gt;")
        .doesNotContain("<script", "http:", "https:", "url(", "@import");
    // Each of six images beside its transfer, for six pairs.
    assertThat(html.split("src=\"data:image/png;base64,iVBOR", -1)).hasSize(1 + 6 * 6 * 2);
    assertThat(html.split("src=", -1)).hasSize(1 + 6 * 6 * 2);
    assertThat(page.getParent().toFile().list()).containsExactly("report.html");
  }

  @Test
  void unknownDomainsAreNotJudged() throws IOException {
    TransferModel tiny = ModelFile.read(model);
    List<DomainLabel> domains =
        List.of(DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.of("sketch"));
    ModelFile.write(
        new TransferModel(
            new ModelSpec(tiny.spec().network(), domains), tiny.tensors(), tiny.provenance()),
        model,
        WeightType.FLOAT16);
    writeImages("sketch/16/test", 6);

    Run run = evaluate();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .hasLineCount(1)
        .contains("The judge knows [real, anime, cartoon]", "[sketch] is left out");
    assertThat(run.out())
        .containsPattern("\\Rreal > anime( +-?[0-9.]+){8}\\R")
        .containsPattern("\\Rreal > sketch( +-?[0-9.]+){5}\\R");
  }

  @Test
  void judgeOfOnesOwnIsAsked() {
    Path judge = folder.resolve("judge.safetensors");
    Run training =
        Run.of(
            "train-judge",
            "--data",
            data,
            "--domains",
            "real,anime",
            "--image-size",
            "16",
            "--steps",
            "2",
            "-o",
            judge,
            "--licence",
            "for tests");
    assertThat(training.err()).isEmpty();
    assertThat(training.exitCode()).isZero();
    assertThat(training.out())
        .contains("Images: 7 of real, 7 of anime", "validationAccuracy.real ")
        .endsWith(judge.toAbsolutePath() + System.lineSeparator());

    Run run = evaluate("--judge", judge);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("The judge knows [real, anime]", "[cartoon] is left out");
  }

  @ParameterizedTest
  @CsvSource({
    "--limit,     4,    2, limit must be at least 5",
    "--limit,     few,  2, few",
    "--subfolder, a//b, 2, a//b",
    "--subfolder, none, 1, TRVAE-401",
    "--judge,     none, 1, TRVAE-202",
    "--model,     none, 1, TRVAE-202",
  })
  void badValueIsAnError(String option, String value, int exitCode, String message) {
    Run run =
        option.equals("--model")
            ? Run.of("evaluate", "--data", data, option, value)
            : evaluate(option, value);

    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
  }

  @Test
  void aModelIsNoJudge() {
    Run run = evaluate("--judge", model);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-201: ").contains("trvae-judge");
  }

  @Test
  void judgesFileIsKeptUnlessForced() throws IOException {
    Path judge = Files.writeString(folder.resolve("judge.safetensors"), "precious");

    Run run = Run.of("train-judge", "--data", data, "--domains", "real,anime", "-o", judge);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(judge.toString(), "--force");
    assertThat(judge).hasContent("precious");
  }

  @ParameterizedTest
  @CsvSource({
    "--steps,      0,    steps must be at least 1",
    "--image-size, 17,   Image size 17",
    "--domains,    real, different domains",
  })
  void badValueForAJudgeIsAnError(String option, String value, String message) {
    List<Object> arguments =
        new ArrayList<>(List.of("train-judge", "--data", data, "-o", folder.resolve("judge")));
    if (!option.equals("--domains")) {
      arguments.addAll(List.of("--domains", "real,anime"));
    }
    arguments.addAll(List.of(option, value));

    Run run = Run.of(arguments.toArray());

    assertThat(run.exitCode()).isPositive();
    assertThat(run.err()).contains(message);
    assertThat(folder.resolve("judge")).doesNotExist();
  }
}
