package io.trvae.cuda.emulator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A Java virtual machine that has loaded nothing yet: what is loaded once stays. */
public final class ChildProcess {

  private ChildProcess() {}

  /**
   * Runs a class and returns what it prints.
   *
   * @param main the class
   * @param libraryPath where the system's loader looks besides its own folders, or empty
   * @param jars which files of the class path to keep
   */
  public static String run(Class<?> main, String libraryPath, Predicate<String> jars) {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> jars.test(Path.of(entry).getFileName().toString()))
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            main.getName());
    java.environment().put("LD_LIBRARY_PATH", libraryPath);
    try {
      Process process = java.redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
