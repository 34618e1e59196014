package io.trvae.samples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces of Linux, in which a process without rights may mount file systems, or has no network.
 */
final class Sandbox {

  private Sandbox() {}

  /**
   * Tells whether this machine lets users have such namespaces.
   *
   * @param what {@code -m} for mounts, {@code -n} for the network
   * @param before a line of shell that has to work there
   */
  static boolean isAllowed(String what, String before) throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-r", what, "sh", "-c", before).start().waitFor() == 0;
    } catch (IOException noLinux) {
      return false;
    }
  }

  /** Makes a program run in a namespace, after a line of shell. */
  static void enter(ProcessBuilder program, String what, String before) {
    List<String> command = new ArrayList<>(List.of("unshare", "-r", what));
    command.addAll(List.of("sh", "-c", before + " && exec \"$@\"", "sh"));
    command.addAll(program.command());
    program.command(command);
  }
}
