package io.trvae.samples.benchmark;

import io.trvae.RgbImage;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.samples.Trvae;
import io.trvae.samples.onnx.OnnxExport;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an application takes from its start to its {@linkplain FirstPicture first picture}.
 *
 * <p>Three times: when native libraries have to be unpacked from their jars, when they are there,
 * and when an archive of the classes is there, too. JavaCPP keeps what it unpacked; for ONNX
 * Runtime, which deletes it, it is kept and named here, as an application could do.
 */
final class StartUp implements AutoCloseable {

  private static final String PICTURE = "demo/astronaut.png";

  private final Cell cell;
  private final Path folder;

  private StartUp(Cell cell) throws IOException {
    this.cell = cell;
    this.folder = Files.createTempDirectory("trvae-bench");
  }

  static List<Reading> readings(Cell cell) throws IOException, InterruptedException {
    try (StartUp startUp = new StartUp(cell)) {
      startUp.prepare();
      return startUp.measure();
    }
  }

  private void prepare() throws IOException {
    TransferModel bundled = ModelSource.bundled().load();
    int size = bundled.spec().imageSize();
    try (InputStream in = Trvae.class.getResourceAsStream(PICTURE)) {
      if (in == null) {
        throw new FileNotFoundException("The resource " + PICTURE + " is missing");
      }
      RgbImage.read(in).resize(size, size).write(folder.resolve("picture.png"));
    }
    Files.write(folder.resolve("transfer.onnx"), OnnxExport.transfer(bundled));
  }

  private List<Reading> measure() throws IOException, InterruptedException {
    List<Reading> readings = new ArrayList<>();
    Path natives = Files.createDirectory(folder.resolve("natives"));
    String keep = "-Dorg.bytedeco.javacpp.cachedir=" + natives;
    // Killed, ONNX Runtime deletes nothing.
    try (Application first = start(keep, "-Djava.io.tmpdir=" + natives)) {
      readings.add(Reading.milliseconds(Cell.START + "_unpacking", first.milliseconds()));
    }
    if (!cell.kind().isOurs()) {
      keep = "-Donnxruntime.native.path=" + library(natives);
    }
    try (Application next = start(keep)) {
      readings.add(Reading.milliseconds(Cell.START, next.milliseconds()));
      readings.addAll(next.memory());
    }
    if (classPath().noneMatch(Files::isDirectory)) {
      readings.add(archived(keep));
    }
    return readings;
  }

  /** Java archives no folder's classes, and a build's own class path has folders. */
  private Reading archived(String keep) throws IOException, InterruptedException {
    Path archive = folder.resolve("classes.jsa");
    try (Application archiving = start(keep, "-XX:ArchiveClassesAtExit=" + archive)) {
      archiving.end();
    }
    try (Application archived = start(keep, "-XX:SharedArchiveFile=" + archive)) {
      return Reading.milliseconds(Cell.START + "_archived", archived.milliseconds());
    }
  }

  private Application start(String... flags) throws IOException, InterruptedException {
    ProcessBuilder java =
        Fork.java(
            FirstPicture.class,
            cell.kind().name(),
            Integer.toString(cell.threads()),
            folder.resolve("picture.png").toString(),
            folder.resolve("result.png").toString(),
            folder.resolve("transfer.onnx").toString());
    java.command().addAll(1, List.of(flags));
    java.environment()
        .put(
            "CLASSPATH",
            classPath().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    return Application.start(java, folder.resolve("log"));
  }

  /** Without Logback: it takes longer than a picture, and applications differ in it. */
  private static Stream<Path> classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path", ""))
        .map(Path::of)
        .filter(path -> !path.getFileName().toString().startsWith("logback-"));
  }

  private static Path library(Path unpacked) throws IOException {
    try (Stream<Path> files = Files.walk(unpacked)) {
      return files
          .filter(file -> file.getFileName().toString().contains("onnxruntime4j_jni"))
          .map(Path::getParent)
          .findFirst()
          .orElseThrow(() -> new FileNotFoundException("Nothing was unpacked to " + unpacked));
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
