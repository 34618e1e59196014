package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderTransferTest {

  @TempDir private Path folder;
  private Path model;
  private Path pictures;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    pictures = Files.createDirectories(folder.resolve("pictures/more"));
    Images.noise(40, 30, 1).write(pictures.resolve("b.png"));
    pictures = folder.resolve("pictures");
    Images.noise(40, 30, 2).write(pictures.resolve("a.PNG"));
    Images.noise(20, 30, 3).write(pictures.resolve("c.bmp"));
    Files.writeString(pictures.resolve("notes.txt"), "no picture, and not named like one");
    Files.writeString(pictures.resolve(".hidden.png"), "no picture");
    Files.createDirectories(pictures.resolve(".thumbnails"));
    Files.writeString(pictures.resolve(".thumbnails/a.png"), "no picture");
    out = folder.resolve("results/new");
  }

  @Test
  void picturesInFoldersKeepTheirPaths() throws IOException {
    Run run = transfer("--to", "anime");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(files(out)).containsExactly("a.PNG", "c.bmp", "more/b.png");
    assertThat(run.out().lines())
        .containsExactly("Pictures: 3 drawn, 0 there already, 0 failed", out.toString());
    Path alone = folder.resolve("alone.png");
    transferTo("-o", alone, List.of(pictures.resolve("more/b.png")), "--to", "anime");
    assertThat(RgbImage.read(out.resolve("more/b.png"))).isEqualTo(RgbImage.read(alone));
  }

  @Test
  void severalTargetsAreNamedApart() throws IOException {
    assertThat(transfer("--to", "anime,cartoon", "--threads", "3").exitCode()).isZero();

    assertThat(files(out))
        .containsExactly(
            "a-anime.PNG",
            "a-cartoon.PNG",
            "c-anime.bmp",
            "c-cartoon.bmp",
            "more/b-anime.png",
            "more/b-cartoon.png");
    Path alone = folder.resolve("alone.png");
    transferTo("-o", alone, List.of(pictures.resolve("a.PNG")), "--to", "cartoon");
    assertThat(RgbImage.read(out.resolve("a-cartoon.PNG"))).isEqualTo(RgbImage.read(alone));
  }

  @Test
  void whatFailsIsListedAndTheRestIsDone() throws IOException {
    Files.writeString(pictures.resolve("bad.jpg"), "no picture");
    Path missing = folder.resolve("missing.png");

    Run run = transferTo("--out-dir", out, List.of(missing, pictures), "--to", "anime");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith(missing + ": There is no file"),
            line -> assertThat(line).startsWith(pictures.resolve("bad.jpg") + ": TRVAE-101: "));
    assertThat(run.out()).startsWith("Pictures: 3 drawn, 0 there already, 2 failed");
    assertThat(files(out)).containsExactly("a.PNG", "c.bmp", "more/b.png");
  }

  @Test
  void filesThatAreThereAreSkippedUnlessForced() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("a-anime.PNG"), "finished");
    Files.writeString(out.resolve("c-anime.bmp"), "finished");
    Files.writeString(out.resolve("c-cartoon.bmp"), "finished");

    Run run = transfer("--to", "anime,cartoon");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Pictures: 2 drawn, 1 there already, 0 failed");
    assertThat(out.resolve("a-anime.PNG")).hasContent("finished");
    assertThat(RgbImage.read(out.resolve("a-cartoon.PNG")).width()).isEqualTo(16);

    assertThat(transfer("--to", "anime,cartoon").out()).contains("0 drawn, 3 there already");
    assertThat(transfer("--to", "anime,cartoon", "-f").out()).contains("3 drawn, 0 there already");
    assertThat(RgbImage.read(out.resolve("a-anime.PNG")).width()).isEqualTo(16);
  }

  @Test
  void aFormatThatCannotBeWrittenGetsOneMore() throws IOException {
    Path odd = Files.move(pictures.resolve("c.bmp"), folder.resolve("c.webp"));

    assertThat(transferTo("--out-dir", out, List.of(odd), "--to", "anime").exitCode()).isZero();

    assertThat(files(out)).containsExactly("c.webp.png");
  }

  @Test
  void noFileIsWrittenOverAnother() throws IOException {
    Files.createDirectories(folder.resolve("other"));
    Path other = Files.copy(pictures.resolve("a.PNG"), folder.resolve("other/a.PNG"));

    Run run = transferTo("--out-dir", out, List.of(pictures, other), "--to", "anime");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(pictures.resolve("a.PNG").toString(), other.toString(), out.toString());
    assertThat(out).doesNotExist();
  }

  @Test
  void noPictureIsWrittenOver() throws IOException {
    RgbImage before = RgbImage.read(pictures.resolve("a.PNG"));

    Run run = transferTo("--out-dir", pictures, List.of(pictures), "--to", "anime", "--force");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is one of the pictures");
    assertThat(RgbImage.read(pictures.resolve("a.PNG"))).isEqualTo(before);
  }

  @Test
  void resultsWithinTheFolderAreNotTakenForPictures() {
    Path inside = pictures.resolve("anime");
    for (String counts : List.of("3 drawn, 0 there already", "0 drawn, 3 there already")) {
      Run run = transferTo("--out-dir", inside, List.of(pictures), "--to", "anime");
      assertThat(run.out()).startsWith("Pictures: " + counts);
    }
  }

  @Test
  void optionsAreCheckedBeforeAnyPictureIsRead() {
    for (List<String> wrong :
        List.of(List.of("--strength", "1.5"), List.of("--put-back", "plain"))) {
      Run run =
          transfer(
              Stream.concat(wrong.stream(), Stream.of("--to", "anime")).toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void aFaceOutsideOnePictureIsThatPicturesFailure() throws IOException {
    Run run = transfer("--to", "anime", "--face", "34,15,4");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith(pictures.resolve("c.bmp").toString())
        .contains("outside the image of 20x30");
    assertThat(files(out)).containsExactly("a.PNG", "more/b.png");
  }

  @Test
  void whatWouldFailEveryPictureEndsTheCall() {
    Run run = transfer("--to", "manga");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-203: ").contains("manga").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheCall() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("more"), "a file where a folder is needed");

    Run run = transfer("--to", "anime", "--threads", "1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("TRVAE-501: '" + out.resolve("more"))
        .contains(FileSystemException.class.getPackageName());
  }

  @Test
  void manyPicturesNeedADirectory() {
    for (List<Path> inputs :
        List.of(List.of(pictures), List.of(pictures.resolve("a.PNG"), pictures.resolve("c.bmp")))) {
      Run run = transferTo("-o", out, inputs, "--to", "anime");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--out-dir");
    }
    Run both = transferTo("-o", out, List.of(pictures), "--to", "anime", "--out-dir", "x");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("mutually exclusive");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(300)
  void anInterruptedCallIsGoneOnWith() throws Exception {
    RgbImage picture = Images.noise(64, 64, 1);
    for (int i = 0; i < 2000; i++) {
      picture.write(pictures.resolve(i + ".bmp"));
    }
    Path errors = folder.resolve("errors.txt");
    List<String> command = arguments("--out-dir", out, List.of(pictures));
    command.addAll(List.of("--to", "anime"));

    Process process = MainProcess.start(errors, command);
    try {
      while (!Files.exists(out.resolve("0.bmp")) && process.isAlive()) {
        Thread.sleep(1);
      }
      process.toHandle().destroy();
      assertThat(process.waitFor()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readString(errors)).contains("TRVAE-303: ", "the same command goes on");
    int done = files(out).size();
    assertThat(done).isBetween(1, 2002);
    assertThat(files(out)).allMatch(name -> !name.contains("tmp"));

    Run again = Run.of(command.toArray());
    assertThat(again.out())
        .startsWith("Pictures: %d drawn, %d there already".formatted(2003 - done, done));
  }

  private Run transfer(String... options) {
    return transferTo("--out-dir", out, List.of(pictures), options);
  }

  private Run transferTo(String option, Path target, List<Path> inputs, String... options) {
    List<String> arguments = arguments(option, target, inputs);
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray());
  }

  private List<String> arguments(String option, Path target, List<Path> inputs) {
    List<String> arguments = new ArrayList<>(List.of("transfer"));
    inputs.forEach(input -> arguments.add(input.toString()));
    arguments.addAll(List.of("--model", model.toString(), "--from", "real"));
    arguments.addAll(List.of(option, target.toString()));
    return arguments;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
