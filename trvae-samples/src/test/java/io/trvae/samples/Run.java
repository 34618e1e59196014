package io.trvae.samples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * One run of the command line.
 *
 * @param exitCode what the process would end with
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record Run(int exitCode, String out, String err) {

  /** Runs a command in this JVM; arguments are turned to text. */
  static Run of(Object... arguments) {
    return in(Path.of(""), arguments);
  }

  /** Runs a command in this JVM as if in a folder; arguments are turned to text. */
  static Run in(Path folder, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Trvae.commandLine()
            .registerConverter(Path.class, folder::resolve)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int exitCode =
        commandLine.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Run(exitCode, out.toString(), err.toString());
  }
}
