package io.trvae.samples;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line, {@code ./trvae}: each of its commands is a class of its own. */
@Command(
    name = "trvae",
    description = "Redraws faces in another domain: photo, anime, cartoon.",
    mixinStandardHelpOptions = true,
    versionProvider = Trvae.ManifestVersion.class)
public final class Trvae implements Runnable {

  @Spec private CommandSpec spec;

  Trvae() {}

  /**
   * Runs a command and ends the JVM with its exit status.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Trvae()).execute(arguments));
  }

  /** Asks for a command: without one there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /** The version that the build wrote into the jar's manifest. */
  static final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Trvae.class.getPackage().getImplementationVersion();
      return new String[] {"trvae " + Objects.requireNonNullElse(version, "(not from a jar)")};
    }
  }
}
