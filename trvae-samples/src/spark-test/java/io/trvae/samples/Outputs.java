package io.trvae.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a call left behind. */
final class Outputs {

  private Outputs() {}

  /** Returns the paths of the pictures below a folder, sorted. */
  static List<String> pictures(Path folder) {
    return files(folder)
        .map(file -> folder.relativize(file).toString())
        .filter(name -> !name.contains(".json/"))
        .sorted()
        .toList();
  }

  /** Returns the lines of a table, in the order of its files; none if it is not there. */
  static List<String> lines(Path table) {
    return files(table)
        .filter(file -> file.toString().endsWith(".json"))
        .sorted()
        .flatMap(Outputs::read)
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return Stream.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      // Killed while it writes, a process leaves hidden files behind.
      return all
          .filter(
              file -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith("."))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
