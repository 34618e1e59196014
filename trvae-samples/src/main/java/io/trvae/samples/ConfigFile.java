package io.trvae.samples;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options from a properties file, for those that the command line does not name. */
final class ConfigFile {

  private static final String OPTION = "--config";
  private static final Set<String> COMMAND_LINE_ONLY =
      Set.of(OPTION, "--help", "--version", "--verbose");

  @Spec(Target.MIXEE)
  private CommandSpec command;

  private Properties properties = new Properties();

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "A Java properties file with options by their names without dashes, batch-size=48 for"
              + " instance. What the command line says goes before it.")
  void read(@Nullable Path file) {
    properties = new Properties();
    if (file == null) {
      return;
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new ParameterException(
          command.commandLine(),
          "The configuration file '" + file + "' cannot be read: " + unreadable,
          unreadable);
    }
    Set<String> known = new TreeSet<>();
    command.options().forEach(option -> key(option).ifPresent(known::add));
    Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "The configuration file '"
              + file
              + "' has options that do not exist: "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", known));
    }
  }

  private static Optional<String> key(OptionSpec option) {
    String name = option.longestName();
    return COMMAND_LINE_ONLY.contains(name) ? Optional.empty() : Optional.of(name.substring(2));
  }

  /** Gives the file's values to options that the command line left out. */
  static final class Defaults implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
      Train train = (Train) argument.command().userObject();
      return argument instanceof OptionSpec option
          ? key(option).map(train.configFile.properties::getProperty).orElse(null)
          : null;
    }
  }
}
