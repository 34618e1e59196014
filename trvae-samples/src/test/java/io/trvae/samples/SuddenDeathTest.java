package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.model.ModelFile;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import io.trvae.testkit.Images;
import io.trvae.testkit.Kills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed while they write. A long series: {@code -Dtrvae.kills=100}. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class SuddenDeathTest {

  private static final int PICTURES = 150;

  @TempDir private Path folder;
  private int filesChecked;

  @Test
  void filesAreOldOrNewButNeverHalf() throws Exception {
    Path model = TinyModel.write(folder);
    Path out = Files.createDirectory(folder.resolve("out"));
    Kills kills = new Kills(3);
    while (kills.areLeft()) {
      Process writer =
          MainProcess.java(List.of(Writer.class.getName(), model.toString(), out.toString()))
              .redirectError(folder.resolve("errors.txt").toFile())
              .start();
      assertThat(writer.inputReader().readLine()).as(errors()).isEqualTo(Writer.READY);
      kills.kill(writer, 500);

      for (Path file : finished(out)) {
        assertThat(Writer.isWhole(file)).as("%s, %s", file, kills).isTrue();
        filesChecked++;
      }
    }
    System.out.printf("Single files, %s: %d files checked%n", kills, filesChecked);
  }

  @Test
  void aFolderTransferGoesOnWithTheRest() throws Exception {
    Path model = TinyModel.write(folder);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Path first = pictures.resolve("0.bmp");
    Images.noise(64, 64, 1).write(first);
    for (int i = 1; i < PICTURES; i++) {
      Files.createLink(pictures.resolve(i + ".bmp"), first);
    }
    Path out = folder.resolve("out");
    Path alone = folder.resolve("alone.bmp");
    List<String> command =
        List.of("transfer", "--model", model.toString(), "--from", "real", "--to", "anime");
    assertThat(Run.of(with(command, first.toString(), "-o", alone.toString())).exitCode()).isZero();
    RgbImage expected = RgbImage.read(alone);
    Object[] all = with(command, pictures.toString(), "--out-dir", out.toString());

    Kills kills = new Kills(2);
    while (kills.areLeft()) {
      Process transfer =
          MainProcess.start(
              folder.resolve("errors.txt"), List.of(all).stream().map(Object::toString).toList());
      int before = finished(out).size();
      while (finished(out).size() == before && transfer.isAlive()) {
        Thread.sleep(1);
      }
      boolean killed = kills.kill(transfer, 300);

      List<Path> finished = finished(out);
      for (Path file : finished) {
        assertThat(RgbImage.read(file)).as("%s, %s", file, kills).isEqualTo(expected);
        filesChecked++;
      }
      if (!killed) {
        assertThat(finished).as("%s; %s", kills, errors()).hasSize(PICTURES);
        for (Path file : finished) {
          Files.delete(file);
        }
      }
    }
    int before = finished(out).size();
    assertThat(Run.of(all).out())
        .as("%s", kills)
        .startsWith("Pictures: %d drawn, %d there already".formatted(PICTURES - before, before));
    assertThat(finished(out)).hasSize(PICTURES);
    System.out.printf("Folders, %s: %d files checked%n", kills, filesChecked);
  }

  private static Object[] with(List<String> command, String... more) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(more));
    return words.toArray();
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors.txt"));
  }

  /** What else is there has a hidden name that ends in {@code .tmp}. */
  private static List<Path> finished(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().matches("\\.[-0-9a-f]{36}\\.tmp"))
          .toList();
    }
  }

  /** Writes files of all kinds over and over, each in turn with one of two contents. */
  static final class Writer {

    static final String READY = "ready";

    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      TransferModel model = ModelFile.read(Path.of(arguments[0]));
      Path out = Path.of(arguments[1]);
      for (int i = 0; true; i = 1 - i) {
        ModelFile.write(model, out.resolve("m.safetensors"), WeightType.values()[i]);
        Images.noise(200 + i, 200, i).write(out.resolve("p.png"));
        OutputFiles.write(out.resolve("t.txt"), text(i));
        System.out.println(READY);
      }
    }

    private static String text(int i) {
      return "line %d%n".formatted(i).repeat(100_000 + i);
    }

    static boolean isWhole(Path file) throws IOException {
      return switch (file.getFileName().toString()) {
        case "m.safetensors" -> !ModelFile.read(file).tensors().isEmpty();
        case "p.png" -> {
          RgbImage read = RgbImage.read(file);
          yield read.equals(Images.noise(read.width(), 200, read.width() - 200));
        }
        case "t.txt" -> List.of(text(0), text(1)).contains(Files.readString(file));
        default -> false;
      };
    }
  }
}
