package io.trvae.samples;

import io.trvae.ErrorCode;
import io.trvae.TrvaeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells of errors in one line each, on standard error. */
final class Failures {

  private Failures() {}

  static int onWrongArguments(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    ParameterException cause = cause(error, command);
    print(command, "trvae: " + cause.getMessage());
    UnmatchedArgumentException.printSuggestions(cause, command.getErr());
    command.getErr().print(command.getHelp().fullSynopsis());
    command
        .getErr()
        .println("'" + command.getCommandSpec().qualifiedName() + " --help' explains them.");
    return ExitCode.USAGE;
  }

  /** What is missing is often there, misspelt. */
  private static ParameterException cause(ParameterException error, CommandLine command) {
    List<String> unknown = command.getUnmatchedArguments();
    return error instanceof MissingParameterException && !unknown.isEmpty()
        ? new UnmatchedArgumentException(command, unknown)
        : error;
  }

  static int onFailure(Exception failure, CommandLine command, boolean verbose) {
    print(command, describe(failure));
    if (verbose) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  private static void print(CommandLine command, String line) {
    command.getErr().println(command.getColorScheme().errorText(line));
  }

  private static String describe(Throwable failure) {
    Throwable root =
        failure instanceof UncheckedIOException wrapper
            ? Objects.requireNonNull(wrapper.getCause())
            : failure;
    if (root instanceof TrvaeException || isNotWritten(root)) {
      return String.valueOf(root.getMessage());
    }
    if (failure instanceof UncheckedIOException wrapper) {
      return "trvae: " + wrapper.getMessage() + ": " + wrapper.getCause();
    }
    return "trvae: "
        + (failure instanceof IOException io
            ? describe(io)
            : "unexpected error, please report it with --verbose's stack trace: " + failure);
  }

  /** The library throws these with a code of its own. */
  private static boolean isNotWritten(Throwable failure) {
    return failure instanceof IOException
        && String.valueOf(failure.getMessage()).startsWith(ErrorCode.FILE_NOT_WRITTEN.id());
  }

  /** The message of most of these is a bare path. */
  static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "There is no file '" + failure.getMessage() + "'; check the path.";
    }
    if (failure instanceof AccessDeniedException) {
      return "Access to '" + failure.getMessage() + "' is denied; check its permissions.";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "'" + failure.getMessage() + "' is there already; --force replaces it.";
    }
    return failure.toString();
  }
}
