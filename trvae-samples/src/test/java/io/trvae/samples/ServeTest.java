package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {

  @TempDir private Path folder;

  /** Unlike a signal, the end that Windows makes of a process runs no shutdown hooks. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(120)
  void servesUntilASignalAndWritesNothing() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path model = TinyModel.write(folder);
    Path errors = folder.resolve("errors.txt");
    Process process = start(home, errors, model);
    try (BufferedReader out = process.inputReader()) {
      URI address = URI.create(out.readLine());
      assertThat(address.getHost()).isEqualTo("127.0.0.1");
      List<Path> before = files(home);

      HttpResponse<String> transfer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address.resolve("/api/v1/transfer?from=real"))
                      .header("Content-Type", "image/png")
                      .POST(BodyPublishers.ofByteArray(DemoImage.all().get(0).bytes()))
                      .build(),
                  BodyHandlers.ofString());

      assertThat(transfer.statusCode()).as(transfer.body()).isEqualTo(200);
      assertThat(files(home)).isEqualTo(before);
      process.toHandle().destroy();
      assertThat(process.waitFor()).isEqualTo(128 + 15);
      assertThat(out.lines()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(errors)).doesNotContain("WARN", "ERROR", "Exception");
  }

  @Test
  void portThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Run run = Run.of("serve", "--model", TinyModel.write(folder), "--port", taken.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains(":" + taken.getLocalPort()).doesNotContain("unexpected");
    }
  }

  @Test
  void locatorIsReadFromItsFile() throws IOException {
    Path missing = folder.resolve("missing.safetensors");

    Run run = Run.of("serve", "--model", TinyModel.write(folder), "--locator", missing);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(missing.toString());
  }

  @Test
  void badValuesAreUsageErrors() {
    assertThat(Run.of("serve", "--places", "0").exitCode()).isEqualTo(2);
    assertThat(Run.of("serve", "--time-limit", "0").err()).contains("time limit");
    assertThat(Run.of("serve", "--port", "70000").err()).contains("70000");
  }

  /** All that the process could write to by default lies in one folder. */
  private static Process start(Path home, Path errors, Path model) throws IOException {
    ProcessBuilder serve =
        MainProcess.java(
            List.of(Trvae.class.getName(), "serve", "--port", "0", "--model", model.toString()));
    serve.command().add(1, "-Djava.io.tmpdir=" + home);
    return serve.directory(home.toFile()).redirectError(errors.toFile()).start();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
