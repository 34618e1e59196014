package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.Levels;
import io.trvae.OutputSize;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import io.trvae.network.Architecture;
import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line, {@code ./trvae}: each of its commands is a class of its own. */
@Command(
    name = "trvae",
    description = {
      "Redraws faces in another domain: photo, anime, cartoon.",
      "There are more commands, built when called: './trvae spark' draws pictures on a cluster,"
          + " './trvae spark-bench' measures what that costs, './trvae bench' measures speed."
    },
    subcommands = {
      Demo.class,
      Transfer.class,
      Morph.class,
      Serve.class,
      Evaluate.class,
      Train.class,
      TrainJudge.class,
      TrainLocator.class,
      EvaluateLocator.class,
      Soak.class,
      Info.class,
      ImportKeras.class,
      ExportOnnx.class
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    scope = ScopeType.INHERIT,
    versionProvider = Trvae.ManifestVersion.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:the command line is wrong"})
public final class Trvae implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the stack trace of an error.",
      scope = ScopeType.INHERIT)
  private boolean verbose;

  Trvae() {}

  /**
   * Runs a command and ends the JVM with its exit status.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    CommandLine commandLine = commandLine();
    int status = commandLine.execute(arguments);
    commandLine.getOut().flush();
    System.exit(status);
  }

  /** Returns the command line, ready to execute. */
  static CommandLine commandLine() {
    Trvae trvae = new Trvae();
    CommandLine commandLine = new CommandLine(trvae);
    ServiceLoader.load(Subcommand.class).forEach(commandLine::addSubcommand);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(DomainLabel.class, Arguments.converter(DomainLabel::of))
        .registerConverter(Architecture.class, Arguments.converter(Architecture::byId))
        .registerConverter(OutputSize.class, Arguments.converter(Arguments::outputSize))
        .registerConverter(Levels.class, Arguments.converter(Arguments::compatible))
        .registerConverter(Face.class, Arguments.converter(Arguments::face))
        .registerConverter(FacePolicy.class, Arguments.converter(Arguments::faces))
        .registerConverter(PutBack.class, Arguments.converter(Arguments::putBack))
        .setParameterExceptionHandler(Failures::onWrongArguments)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failures.onFailure(failure, command, trvae.verbose));
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
