package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that write to a disk with no room left, and to one that may not be written to: real
 * ones, mounted for one process by a Linux that lets users do so.
 */
@Timeout(300)
class FullDiskTest {

  @TempDir private Path folder;

  @BeforeEach
  void mountsAreAllowed() throws Exception {
    assumeThat(Sandbox.isAllowed("-m")).as("mounts in a user namespace of one's own").isTrue();
  }

  @Test
  void oldFilesStayAndTheErrorSaysWhatToDo() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
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
    Sandbox.enter(java, "-m", "mount -t tmpfs -o size=16m tmpfs " + disk);
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(output).isZero();
  }

  /** Runs within the sandbox. */
  static final class Commands {

    private static Path disk;
    private static Path model;
    private static Path data;

    private Commands() {}

    public static void main(String[] arguments) throws Exception {
      disk = Path.of(arguments[0]);
      model = Path.of(arguments[1]);
      data = Path.of(arguments[2]);
      for (String name : List.of("a.png", "a.gif", "f.json", "f.html", "transfer.onnx", "m.st")) {
        Files.writeString(disk.resolve(name), "old");
      }
      assertThat(train("1", disk.resolve("run")).exitCode()).isZero();
      byte[] checkpoint = checkpoint();

      fill();
      everythingFails("No space left on device");
      Run training = train("2", disk.resolve("run"));
      assertThat(training.exitCode()).isEqualTo(1);
      assertThat(training.err())
          .startsWith("TRVAE-501: The checkpoint in " + disk.resolve("run/checkpoint"))
          .contains("after epoch 2", "No space left on device", "goes on")
          .hasLineCount(1);
      assertThat(checkpoint()).isEqualTo(checkpoint);
      Path elsewhere = data.resolve("run");
      assertFails(train("1", elsewhere, "-o", disk.resolve("m.st"), "-f"), "m.st", "No space");

      Files.delete(disk.resolve("filler"));
      assertThat(train("2", disk.resolve("run")).out()).contains("Going on after epoch 1");

      assertThat(new ProcessBuilder("mount", "-o", "remount,ro", disk.toString()).start().waitFor())
          .isZero();
      everythingFails("");
      assertFails(train("1", disk.resolve("other")), "other", "Read-only file system");
      System.exit(0);
    }

    private static void everythingFails(String reason) throws IOException {
      assertFails(transfer("a.png"), "a.png", reason);
      assertFails(transfer("a.gif"), "a.gif", reason);
      assertFails(run("evaluate", "--data", data, "--json", disk.resolve("f.json")), "f.j", reason);
      assertFails(
          run("evaluate", "--data", data, "--report", disk.resolve("f.html")), "f.html", reason);
      assertFails(run("export-onnx", "-f", "-o", disk), "encoder.onnx", reason);
      for (String name : List.of("a.png", "a.gif", "f.json", "f.html", "transfer.onnx", "m.st")) {
        assertThat(disk.resolve(name)).hasContent("old");
      }
      try (var files = Files.list(disk)) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
      }
    }

    private static void assertFails(Run run, String name, String reason) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines().reduce((before, line) -> line).orElse(""))
          .startsWith("TRVAE-501: '" + disk)
          .contains(reason, "Make room", "name a");
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
