package io.trvae.samples.web;

import io.trvae.samples.MainProcess;
import io.trvae.samples.Trvae;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Puts {@code trvae serve}, in a process of its own, under load for a while, and prints what that
 * was like; docs/samples.md has the command. Not a test: it judges nothing.
 */
final class LoadRun {

  private static final String TRANSFER = "/api/v1/transfer?from=real&to=anime&size=256";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final long server;
  private final byte[] picture;
  private final double seconds;

  private LoadRun(URI address, long server, byte[] picture, double seconds) {
    this.address = address;
    this.server = server;
    this.picture = picture;
    this.seconds = seconds;
  }

  /**
   * Runs all phases.
   *
   * @param arguments how many seconds each takes, and options of the server's JVM
   */
  public static void main(String[] arguments) throws Exception {
    byte[] picture;
    try (InputStream in =
        Objects.requireNonNull(
            LoadRun.class.getResourceAsStream("/io/trvae/samples/demo/astronaut.png"))) {
      picture = in.readAllBytes();
    }
    ProcessBuilder builder =
        MainProcess.java(List.of(Trvae.class.getName(), "serve", "--port", "0"));
    builder.command().addAll(1, List.of(arguments).subList(1, arguments.length));
    builder.environment().putIfAbsent("OMP_WAIT_POLICY", "passive");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      LoadRun run =
          new LoadRun(
              URI.create(out.readLine()), process.pid(), picture, Double.parseDouble(arguments[0]));
      run.phase("warm-up", 4, 0, 0);
      run.phase("8 clients", 8, 0, 0);
      run.phase("8 clients, 16 slow, 8 broken", 8, 16, 8);
      run.phase("64 clients", 64, 0, 0);
      run.phase("8 clients again", 8, 0, 0);
      process.toHandle().destroy();
      System.out.println("exit status after the end: " + process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Lets clients of three kinds do what they do for some seconds, and prints what came of it. */
  private void phase(String name, int good, int slow, int broken) throws Exception {
    ConcurrentLinkedQueue<Double> times = new ConcurrentLinkedQueue<>();
    Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();
    long before = residentKibibytes();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < good; i++) {
      clients.add(new Thread(() -> repeat(end, () -> transfer(times, outcomes))));
    }
    for (int i = 0; i < slow; i++) {
      clients.add(new Thread(() -> repeat(end, () -> drip(outcomes))));
    }
    for (int i = 0; i < broken; i++) {
      clients.add(new Thread(() -> repeat(end, () -> breakOff(outcomes))));
    }
    clients.forEach(Thread::start);
    for (Thread client : clients) {
      client.join();
    }
    double[] sorted = times.stream().mapToDouble(time -> time).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-30s %6.1f transfers/s, p50 %4.0f ms, p99 %4.0f ms, resident %d -> %d MiB, %s%n",
        name,
        sorted.length / seconds,
        percentile(sorted, 50),
        percentile(sorted, 99),
        before / 1024,
        residentKibibytes() / 1024,
        outcomes);
  }

  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  private static void repeat(long end, Call call) {
    try {
      while (System.nanoTime() < end) {
        call.run();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A transfer as anybody's; when there is no place it is tried again after the time asked for. */
  private void transfer(ConcurrentLinkedQueue<Double> times, Map<String, Integer> outcomes)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(TRANSFER))
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(picture))
            .build();
    long start = System.nanoTime();
    int status = http.send(request, BodyHandlers.ofByteArray()).statusCode();
    outcomes.merge("status " + status, 1, Integer::sum);
    if (status == 200) {
      times.add((System.nanoTime() - start) / 1e6);
    } else {
      Thread.sleep(1000);
    }
  }

  /** Sends a byte every 100 ms, until the server has had enough. */
  private void drip(Map<String, Integer> outcomes) throws IOException, InterruptedException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(head());
      while (socket.getInputStream().available() == 0) {
        out.write(1);
        Thread.sleep(100);
      }
      byte[] answer = socket.getInputStream().readNBytes(12);
      outcomes.merge(
          "slow " + new String(answer, 9, 3, StandardCharsets.US_ASCII), 1, Integer::sum);
    } catch (SocketException reset) {
      outcomes.merge("slow, reset", 1, Integer::sum);
    }
  }

  /** Promises a picture, sends half of it, and is gone. */
  private void breakOff(Map<String, Integer> outcomes) throws IOException, InterruptedException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(head());
      socket.getOutputStream().write(picture, 0, picture.length / 2);
      socket.setSoLinger(true, 0);
    }
    outcomes.merge("broken off", 1, Integer::sum);
    Thread.sleep(20);
  }

  private byte[] head() {
    return ("POST "
            + TRANSFER
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: "
            + picture.length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  /** What the server's process has in memory, as Linux tells. */
  private long residentKibibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(server), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(Arrays.asList(line.split("\\s+")).get(1)))
        .findFirst()
        .orElseThrow();
  }
}
