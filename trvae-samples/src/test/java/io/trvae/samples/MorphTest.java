package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.samples.morph.Gif;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MorphTest {

  @TempDir private Path folder;
  private Path model;
  private Path one;
  private Path other;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    one = folder.resolve("one.png");
    other = folder.resolve("other.png");
    out = folder.resolve("results/morph.gif");
    Images.noise(40, 30, 1).write(one);
    Images.noise(20, 30, 2).write(other);
  }

  @Test
  void aFaceIsDrawnFromItsDomainToAnother() throws IOException {
    Run run = morph(out, one, "--from", "real", "--to", "anime");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo(out.toAbsolutePath().toString());
    Gif gif = Gif.read(Files.readAllBytes(out));
    assertThat(gif.frames()).hasSize(24).doesNotHaveDuplicates();
    assertThat(gif.frames().get(0)).isEqualTo(transferred(one, "real", "real"));
    assertThat(gif.frames().get(23)).isEqualTo(transferred(one, "real", "anime"));
    assertThat(gif.delays()).containsOnly("8");
    assertThat(gif.repeats()).containsOnly(true);
  }

  @Test
  void theStripHasAllFramesSideBySide() throws IOException {
    Path strip = folder.resolve("morph.png");

    assertThat(morph(strip, one, "--from", "real", "--to", "anime", "--frames", "3").exitCode())
        .isZero();

    RgbImage image = RgbImage.read(strip);
    assertThat(List.of(image.width(), image.height())).containsExactly(48, 16);
    assertThat(image.crop(0, 0, 16, 16)).isEqualTo(transferred(one, "real", "real"));
    assertThat(image.crop(32, 0, 16, 16)).isEqualTo(transferred(one, "real", "anime"));
  }

  @Test
  void oneFaceBecomesAnother() throws IOException {
    Path strip = folder.resolve("morph.png");

    morph(strip, one, other.toString(), "--from", "real,anime", "--frames", "2");

    RgbImage image = RgbImage.read(strip);
    assertThat(image.crop(0, 0, 16, 16)).isEqualTo(transferred(one, "real", "real"));
    assertThat(image.crop(16, 0, 16, 16)).isEqualTo(transferred(other, "anime", "anime"));

    morph(strip, one, other.toString(), "--from", "real", "--to", "cartoon", "--frames=2", "-f");
    assertThat(RgbImage.read(strip).crop(16, 0, 16, 16))
        .isEqualTo(transferred(other, "real", "cartoon"));
  }

  @Test
  void framesHaveTheSizeAndTheDelayAskedFor() throws IOException {
    morph(out, one, "--from=real", "--to=anime", "--frames=2", "--size=40", "--delay=500");

    Gif gif = Gif.read(Files.readAllBytes(out));
    assertThat(gif.frames()).allMatch(frame -> frame.width() == 40 && frame.height() == 40);
    assertThat(gif.delays()).containsExactly("50", "50");
  }

  @Test
  void existingFileIsKeptUnlessForced() throws IOException {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "precious");

    Run run = morph(out, one, "--from", "real", "--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(out.toString(), "--force");
    assertThat(out).hasContent("precious");
    assertThat(morph(out, one, "--from", "real", "--to", "anime", "--force").exitCode()).isZero();
    assertThat(out.getParent().toFile().list()).containsExactly("morph.gif");
  }

  @Test
  void formatThatCannotBeWrittenIsNamed() {
    Run run = morph(folder.resolve("x.mp4"), one, "--from", "real", "--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-103: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--to=anime --frames=1 | --frames 1 is below 2",
        "--to=anime --delay=19 | --delay 19 is below 20",
        "--to=anime --size=0   | [1, 8192]",
        "--to=anime --from=anime | more domains than there are pictures",
        "--frames=3            | One picture needs --to",
      })
  void badValueIsAUsageError(String options, String message) {
    List<String> all = new ArrayList<>(List.of("--from=real"));
    all.addAll(List.of(options.split(" ")));

    Run run = morph(out, one, all.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(out).doesNotExist();
  }

  private Run morph(Path target, Path first, String... options) {
    return Run.of(
        Stream.concat(Stream.of("morph", first, "--model", model, "-o", target), Stream.of(options))
            .toArray());
  }

  private RgbImage transferred(Path picture, String from, String to) throws IOException {
    Path file = folder.resolve("transferred.png");
    Run.of(
        "transfer", picture, "--model", model, "--from", from, "--to", to, "-o", file, "--force");
    return RgbImage.read(file);
  }
}
