package io.trvae.samples;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/**
 * A call of {@code ./trvae spark}, as it travels to the executors: as the words of the command
 * line, for the values made of them cannot be serialized.
 *
 * @param folder what relative paths are relative to
 * @param words the command and its options
 */
record SparkCall(String folder, List<String> words) implements Serializable {

  /** Reads the words again. */
  Spark command() {
    CommandLine.ParseResult call =
        Trvae.commandLine()
            .registerConverter(Path.class, Path.of(folder)::resolve)
            .parseArgs(words.toArray(String[]::new));
    return (Spark) call.subcommand().commandSpec().userObject();
  }
}
