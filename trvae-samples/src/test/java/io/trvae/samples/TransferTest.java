package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {

  @TempDir private Path folder;
  private Path model;
  private Path photo;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    photo = folder.resolve("me.png");
    out = folder.resolve("results/new.png");
    Images.noise(40, 30, 1).write(photo);
  }

  @Test
  void writesTheTargetAndPrintsWhere() throws IOException {
    Run run = transfer("--to", "anime");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo(out.toAbsolutePath().toString());
    assertThat(RgbImage.read(out).width()).isEqualTo(16);
  }

  @Test
  void levelsAreStretchedAsAnimeTrvaeDoesOnRequest() throws IOException {
    assertThat(transfer("--to", "anime", "--compat", "anime-trvae").exitCode()).isZero();

    float[] values = RgbImage.read(out).toFloats();
    Arrays.sort(values);
    assertThat(values[0]).isZero();
    assertThat(values[values.length - 1]).isEqualTo(1);
  }

  @Test
  void unknownCompatibilityIsAUsageError() {
    Run run = transfer("--to", "anime", "--compat", "cyclegan");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'cyclegan' is not 'anime-trvae'");
  }

  @Test
  void severalTargetsAreNamedApart() {
    Run run = transfer("--to", "anime,cartoon");

    assertThat(run.exitCode()).isZero();
    assertThat(out.resolveSibling("new-anime.png")).isRegularFile();
    assertThat(out.resolveSibling("new-cartoon.png")).isRegularFile();
    assertThat(out).doesNotExist();
    assertThat(run.out().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"model, 16", "input, 30", "50, 50"})
  void sizeIsThatAskedFor(String size, int side) throws IOException {
    assertThat(transfer("--to", "anime", "--size", size).exitCode()).isZero();

    RgbImage result = RgbImage.read(out);
    assertThat(List.of(result.width(), result.height())).containsOnly(side);
  }

  @Test
  void aFaceIsCutOutWhereTheOptionSays() throws IOException {
    assertThat(transfer("--to", "anime", "--face", "10.5,20,12,-30", "--size", "input").exitCode())
        .isZero();
    RgbImage face = RgbImage.read(out);
    assertThat(List.of(face.width(), face.height())).containsOnly(12);

    transfer("--to", "anime", "--face", "10.5,20,12", "--size", "input", "--force");
    assertThat(RgbImage.read(out)).isNotEqualTo(face);
  }

  @Test
  void aFaceIsPutBackIntoThePhotoAndMatchedIfAsked() throws IOException {
    List<RgbImage> results = new ArrayList<>();
    for (String way : List.of("plain", "matched")) {
      Run run = transfer("--to", "anime", "--face", "10,15,20,30", "--put-back", way, "--force");
      assertThat(run.err()).isEmpty();
      results.add(RgbImage.read(out));
    }
    for (RgbImage result : results) {
      assertThat(result.crop(20, 0, 20, 30)).isEqualTo(RgbImage.read(photo).crop(20, 0, 20, 30));
      assertThat(result.crop(0, 5, 20, 20)).isNotEqualTo(RgbImage.read(photo).crop(0, 5, 20, 20));
    }
    assertThat(results.get(0)).isNotEqualTo(results.get(1));
  }

  @Test
  void strengthZeroReconstructs() throws IOException {
    transfer("--to", "real");
    RgbImage reconstruction = RgbImage.read(out);

    transfer("--to", "anime", "--strength", "0", "--force");
    assertThat(RgbImage.read(out)).isEqualTo(reconstruction);

    transfer("--to", "anime", "--force");
    assertThat(RgbImage.read(out)).isNotEqualTo(reconstruction);
  }

  @Test
  void seedDeterminesTheSample() throws IOException {
    List<RgbImage> results = new ArrayList<>();
    for (String seed : List.of("1", "1", "-2")) {
      assertThat(transfer("--to", "anime", "--seed", seed, "-f").exitCode()).isZero();
      results.add(RgbImage.read(out));
    }

    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isNotEqualTo(results.get(0));
  }

  @Test
  void existingFileIsKeptUnlessForced() throws IOException {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "precious");

    Run run = transfer("--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(out.toString(), "--force");
    assertThat(out).hasContent("precious");
  }

  @Test
  void unknownDomainIsAnsweredWithTheKnownOnes() {
    for (Run run :
        List.of(
            transfer("--to", "manga"),
            Run.of(
                "transfer",
                photo,
                "--model",
                model,
                "--from",
                "manga",
                "--to",
                "real",
                "-o",
                out))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("TRVAE-203: ")
          .contains("manga", "real, anime, cartoon")
          .hasLineCount(1);
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void unknownBackendIsNamed() {
    Run run = transfer("--to", "anime", "--backend", "abacus");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-301: ").contains("abacus");
  }

  @Test
  void precisionIsThatAskedFor() {
    Run run = transfer("--to", "anime", "--backend", "nd4j", "--precision", "bfloat16");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-301: ").contains("'nd4j'", "float32 only", "bfloat16");
    assertThat(transfer("--to", "anime", "--precision", "float32").exitCode()).isZero();
  }

  @Test
  void missingPictureIsNamed() throws IOException {
    Files.delete(photo);

    Run run = transfer("--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToIgnoringNewLines("trvae: There is no file '" + photo + "'; check the path.");
  }

  @Test
  void unreadablePictureIsNamed() throws IOException {
    Files.writeString(photo, "no picture");

    Run run = transfer("--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-101: ").contains(photo.toString());
  }

  @Test
  void formatThatCannotBeWrittenIsNamed() {
    Run run =
        Run.of(
            "transfer",
            photo,
            "--model",
            model,
            "--from",
            "real",
            "--to",
            "anime",
            "-o",
            folder.resolve("new.xyz"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-103: ");
  }

  @Test
  void damagedModelIsNamed() throws IOException {
    Files.writeString(model, "no model");

    Run run = transfer("--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-201: ").contains(model.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--strength | 1.5   | in [0, 1]",
        "--size     | big   | 'big' is neither 'model' nor 'input' nor a number",
        "--size     | 0     | [1, 8192]",
        "--threads  | 0     | below 1",
        "--seed     | x     | 'x' is not a long",
        "--precision| half  | expected one of [FLOAT32, TF32, FLOAT16, BFLOAT16] (case-insensitive) but was 'half'",
        "--to       | MANGA | Domain name 'MANGA'",
        "--face     | 1,2   | '1,2' is not X,Y,SIDE or X,Y,SIDE,ROLL",
        "--face     | 1,b,3 | 'b' is not a number",
        "--face     | 1,2,0 | side 0.0",
        "--face     | 99,9,3 | outside the image of 40x30",
        "--faces    | some  | 'some' is not whole, largest or all",
        "--put-back | x     | 'x' is neither 'plain' nor 'matched'",
        "--put-back | plain | --put-back needs --face",
      })
  void badValueIsAUsageError(String option, String value, String message) {
    Run run = transfer("--to", "anime", option, value);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(out).doesNotExist();
  }

  private Run transfer(String... options) {
    List<Object> arguments =
        new ArrayList<>(List.of("transfer", photo, "--model", model, "--from", "real", "-o", out));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray());
  }
}
