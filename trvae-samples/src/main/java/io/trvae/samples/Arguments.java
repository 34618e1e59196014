package io.trvae.samples;

import io.trvae.OutputSize;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Arguments that the library itself checks: its messages, told as errors of the command line. */
final class Arguments {

  private Arguments() {}

  /** Makes a converter of a method that throws {@link IllegalArgumentException} on bad text. */
  static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException invalid) {
        throw new TypeConversionException(invalid.getMessage());
      }
    };
  }

  /** Builds a value from a command's options. */
  static <T> T check(CommandSpec command, Supplier<T> builder) {
    try {
      return builder.get();
    } catch (IllegalArgumentException invalid) {
      throw new ParameterException(command.commandLine(), invalid.getMessage(), invalid);
    }
  }

  static OutputSize outputSize(String text) {
    return switch (text) {
      case "model" -> OutputSize.ofModel();
      case "input" -> OutputSize.ofInput();
      default -> {
        try {
          yield OutputSize.pixels(Integer.parseInt(text));
        } catch (NumberFormatException noNumber) {
          throw new IllegalArgumentException(
              "'" + text + "' is neither 'model' nor 'input' nor a number of pixels", noNumber);
        }
      }
    };
  }
}
