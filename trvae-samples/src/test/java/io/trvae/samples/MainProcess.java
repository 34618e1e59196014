package io.trvae.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the command line in a JVM of its own, to be interrupted, and other programs. */
public final class MainProcess {

  private MainProcess() {}

  /** Starts a command; what it prints to standard error goes to a file. */
  static Process start(Path errors, List<String> arguments) throws IOException {
    List<String> program = new ArrayList<>(List.of(Trvae.class.getName()));
    program.addAll(arguments);
    return java(program).redirectError(errors.toFile()).start();
  }

  /**
   * Prepares a JVM like this one for a main class, or a file of source, and its arguments; with the
   * flags of {@code ./trvae}.
   */
  public static ProcessBuilder java(List<String> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"));
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    return new ProcessBuilder(command);
  }
}
