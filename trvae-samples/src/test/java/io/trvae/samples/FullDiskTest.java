package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that write to a disk with no room left, and to one that may not be written to: real
 * ones, mounted for one process by a Linux that lets users do so.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FullDiskTest {

  @TempDir private Path folder;

  @Test
  void oldFilesStayAndTheErrorSaysWhatToDo() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=48m tmpfs " + disk;
    assumeThat(Sandbox.isAllowed("-m", mount)).as("mounts in a namespace of one's own").isTrue();
    Path model = TinyModel.write(folder);
    Path data = folder.resolve("faces");
    for (String domain : List.of("real", "anime", "cartoon")) {
      Path images = Files.createDirectories(data.resolve(domain));
      for (int i = 0; i < 5; i++) {
        Images.noise(16, 16, 10L * domain.length() + i).write(images.resolve(i + ".png"));
      }
    }

    ProcessBuilder java =
        MainProcess.java(
            List.of(Commands.class.getName(), disk.toString(), model.toString(), data.toString()));
    Sandbox.enter(java, "-m", mount);
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(output).isZero();
  }

  /** Runs within the sandbox. */
  static final class Commands {

    private static final List<String> FILES =
        List.of("a.png", "a.gif", "f.json", "f.html", "encoder.onnx", "transfer.onnx", "m.st");

    private static Path disk;
    private static Path model;
    private static Path data;

    private Commands() {}

    public static void main(String[] arguments) throws Exception {
      disk = Path.of(arguments[0]);
      model = Path.of(arguments[1]);
      data = Path.of(arguments[2]);
      for (String name : FILES) {
        Files.writeString(disk.resolve(name), "old");
      }
      assertThat(train("1", disk.resolve("run")).exitCode()).isZero();
      byte[] checkpoint = checkpoint();

      fill();
      everythingFails(disk::resolve, "No space left on device");
      Path log = disk.resolve("run/losses.csv");
      assertFails(train("2", disk.resolve("run")), log, "No space left on device");

      // Room for the log, and for a part of the checkpoint.
      try (FileChannel filler =
          FileChannel.open(disk.resolve("filler"), StandardOpenOption.WRITE)) {
        filler.truncate(filler.size() - 1_000_000);
      }
      Run training = train("2", disk.resolve("run"));
      assertThat(training.exitCode()).isEqualTo(1);
      assertThat(training.err())
          .startsWith("TRVAE-501: The checkpoint in " + disk.resolve("run/checkpoint"))
          .contains("after epoch 2", "No space left on device", "goes on")
          .hasLineCount(1);
      assertThat(checkpoint()).isEqualTo(checkpoint);
      Path elsewhere = data.resolve("run");
      fill();
      Path trained = disk.resolve("m.st");
      assertFails(train("1", elsewhere, "-o", trained, "-f"), trained, "No space left on device");

      Files.delete(disk.resolve("filler"));
      assertThat(train("1", elsewhere, "-o", trained, "-f").out()).doesNotContain("epoch 1/1");
      assertThat(train("2", disk.resolve("run")).out()).contains("Going on after epoch 1");

      Files.writeString(trained, "old");
      assertThat(new ProcessBuilder("mount", "-o", "remount,ro", disk.toString()).start().waitFor())
          .isZero();
      everythingFails(name -> disk, "AccessDeniedException");
      Path other = disk.resolve("other");
      assertFails(train("1", other), other, "Read-only file system");
      System.exit(0);
    }

    private static void everythingFails(Function<String, Path> unwritable, String reason)
        throws IOException {
      for (String name : List.of("a.png", "a.gif")) {
        assertFails(transfer(name), unwritable.apply(name), reason);
      }
      assertFails(evaluate("--json", "f.json"), unwritable.apply("f.json"), reason);
      assertFails(evaluate("--report", "f.html"), unwritable.apply("f.html"), reason);
      assertFails(run("export-onnx", "-f", "-o", disk), unwritable.apply("encoder.onnx"), reason);
      for (String name : FILES) {
        assertThat(disk.resolve(name)).hasContent("old");
      }
      try (var files = Files.list(disk)) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
      }
    }

    private static void assertFails(Run run, Path unwritable, String reason) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines().reduce((before, line) -> line).orElse(""))
          .startsWith("TRVAE-501: '" + unwritable + "' cannot be written: ")
          .contains(reason, ". Make room for it, or name a");
    }

    private static Run evaluate(String option, String name) {
      return run("evaluate", "--data", data, option, disk.resolve(name));
    }

    private static Run transfer(String name) {
      Path picture = data.resolve("real/0.png");
      return run(
          "transfer", "--from", "real", "--to", "anime", "-f", picture, "-o", disk.resolve(name));
    }

    private static Run run(String command, Object... options) {
      List<Object> words = new ArrayList<>(List.of(command, "--model", model));
      words.addAll(List.of(options));
      return Run.of(words.toArray());
    }

    private static Run train(String epochs, Path run, Object... more) {
      List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--epochs", epochs));
      words.addAll(List.of("--domains", "real,anime", "--run-directory", run));
      words.addAll(List.of("--image-size", "16", "--latent-size", "4", "--mmd-size", "4"));
      words.addAll(List.of("--batch-size", "4", "--steps-per-epoch", "1"));
      words.addAll(more.length == 0 ? List.of("-f", "-o", data.resolve("m")) : List.of(more));
      return Run.of(words.toArray());
    }

    private static void fill() throws IOException {
      byte[] page = new byte[4096];
      try (var filler = Files.newOutputStream(disk.resolve("filler"))) {
        while (true) {
          filler.write(page);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
    }

    private static byte[] checkpoint() throws IOException {
      return Files.readAllBytes(disk.resolve("run/checkpoint/checkpoint.bin"));
    }
  }
}
