package io.trvae.samples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An application that has its first picture.
 *
 * @param process where it runs
 * @param milliseconds what it took
 */
record Application(Process process, double milliseconds) implements AutoCloseable {

  /** Starts one, and waits for its picture. */
  static Application start(ProcessBuilder java, Path log) throws IOException {
    long start = System.nanoTime();
    Process process = java.redirectError(log.toFile()).start();
    if (process.getInputStream().read() == -1) {
      process.destroyForcibly();
      throw new IOException("There came no picture:\n" + Files.readString(log));
    }
    return new Application(process, (System.nanoTime() - start) / 1e6);
  }

  /** What it takes of physical memory, now and at most so far; Linux alone tells. */
  List<Reading> memory() throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    return Files.exists(status)
        ? List.of(
            memory("memory_resident", "VmRSS", status), memory("memory_peak", "VmHWM", status))
        : List.of();
  }

  private static Reading memory(String name, String field, Path status) throws IOException {
    double kilobytes =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith(field + ":"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow(() -> new IOException(status + " has no " + field));
    return new Reading(name, kilobytes / 1024, "MiB");
  }

  /** Lets it end by itself. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("The application ended with status " + status);
    }
  }

  /** Kills it. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
