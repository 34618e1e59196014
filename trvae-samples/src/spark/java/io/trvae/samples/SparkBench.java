package io.trvae.samples;

import io.trvae.RgbImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what Spark adds to the cost of drawing pictures. */
@Command(
    name = "spark-bench",
    description = {
      "Draws the same pictures, cut from a photo, with 'transfer --out-dir' and with 'spark', on"
          + " one processor and on two, and prints a table in Markdown. Each time is that of a JVM"
          + " from its start to its end.",
      "Takes a quarter of an hour for each round. Let the machine do nothing else meanwhile."
    })
public final class SparkBench implements Subcommand {

  /** 512 x 512 pixels. */
  private static final String PHOTO = "demo/astronaut-full.jpg";

  private static final int SIDE = 256;

  /** So many differ; the rest are links to them, which are read and drawn like any other. */
  private static final int DIFFERENT_PICTURES = 64;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pictures",
      split = ",",
      paramLabel = "N",
      defaultValue = "1000,5000,20000",
      description = "How many pictures to draw, growing. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "2",
      description = "How often to measure all; the figures are means. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  /** What is measured. */
  private enum Way {
    LIBRARY_1("transfer, 1 thread", "transfer", 1),
    SPARK_1("spark, local[1]", "spark", 1),
    LIBRARY_2("transfer, 2 threads", "transfer", 2),
    SPARK_2("spark, local[2]", "spark", 2);

    private final String title;
    private final String command;
    private final int threads;

    Way(String title, String command, int threads) {
      this.title = title;
      this.command = command;
      this.threads = threads;
    }
  }

  private static final List<Way> WAYS = List.of(Way.values());

  /** Called by {@link java.util.ServiceLoader}. */
  public SparkBench() {}

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new ParameterException(spec.commandLine(), "--pictures or --rounds is below 1");
    }
    Path folder = Files.createTempDirectory("trvae-spark-bench");
    try {
      for (int size : sizes) {
        write(folder.resolve("in-" + size), size);
      }
      double[][] seconds = new double[sizes.size()][WAYS.size()];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < sizes.size(); i++) {
          for (int j = 0; j < WAYS.size(); j++) {
            seconds[i][j] += seconds(WAYS.get(j), folder, sizes.get(i)) / rounds;
          }
        }
      }
      print(seconds);
    } finally {
      delete(folder);
    }
    return 0;
  }

  private static void write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    RgbImage photo;
    try (InputStream in = Trvae.class.getResourceAsStream(PHOTO)) {
      if (in == null) {
        throw new FileNotFoundException("The resource " + PHOTO + " is missing");
      }
      photo = RgbImage.read(in);
    }
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve(i + ".jpg");
      if (i < DIFFERENT_PICTURES) {
        photo.crop(i, i, SIDE, SIDE).write(file);
      } else {
        Files.createLink(file, folder.resolve(i % DIFFERENT_PICTURES + ".jpg"));
      }
    }
  }

  private double seconds(Way way, Path folder, int size) throws IOException {
    Path out = folder.resolve("out");
    Path log = folder.resolve("log");
    ProcessBuilder java = java(way, folder.resolve("in-" + size), out);
    long start = System.nanoTime();
    Process process = java.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(way.title + " failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptedIOException("Interrupted while measuring");
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    delete(out);
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, "%d pictures, %s: %.1f s%n", size, way.title, seconds);
    err.flush();
    return seconds;
  }

  private static ProcessBuilder java(Way way, Path in, Path out) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-Dspark.master=local[" + way.threads + "]", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path", ""), Trvae.class.getName()));
    words.addAll(List.of(way.command, in.toString(), "--out-dir", out.toString()));
    words.addAll(List.of("--from", "real", "--to", "anime", "--threads", "" + way.threads));
    return new ProcessBuilder(words);
  }

  private void print(double[][] seconds) {
    PrintWriter out = spec.commandLine().getOut();
    out.print("| pictures |");
    WAYS.forEach(way -> out.print(" " + way.title + " |"));
    out.println();
    out.println("| ---: |" + " ---: |".repeat(WAYS.size()));
    for (int i = 0; i < sizes.size(); i++) {
      row(sizes.get(i).toString(), sizes.get(i), seconds[i]);
    }
    int last = sizes.size() - 1;
    if (last > 0) {
      // What every call costs anew, starting above all, cancels out.
      double[] growth = seconds[last].clone();
      Arrays.setAll(growth, j -> growth[j] - seconds[0][j]);
      row("the last less the first", sizes.get(last) - sizes.get(0), growth);
    }
    out.flush();
  }

  private void row(String title, int pictures, double[] seconds) {
    PrintWriter out = spec.commandLine().getOut();
    out.print("| " + title + " |");
    for (double time : seconds) {
      out.printf(Locale.ROOT, " %.1f s, %.1f/s |", time, pictures / time);
    }
    out.println();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
