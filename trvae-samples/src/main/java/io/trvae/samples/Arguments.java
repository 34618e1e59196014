package io.trvae.samples;

import io.trvae.Levels;
import io.trvae.OutputSize;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
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

  static Face face(String text) {
    String[] numbers = text.split(",", -1);
    if (numbers.length != 3 && numbers.length != 4) {
      throw new IllegalArgumentException("'" + text + "' is not X,Y,SIDE or X,Y,SIDE,ROLL");
    }
    double[] values = new double[4];
    for (int i = 0; i < numbers.length; i++) {
      try {
        values[i] = Double.parseDouble(numbers[i]);
      } catch (NumberFormatException noNumber) {
        throw new IllegalArgumentException("'" + numbers[i] + "' is not a number", noNumber);
      }
    }
    return Face.of(values[0], values[1], values[2]).withRollDegrees(values[3]);
  }

  static FacePolicy faces(String text) {
    return switch (text) {
      case "whole" -> FacePolicy.wholeImage();
      case "largest" -> FacePolicy.largest();
      case "all" -> FacePolicy.all();
      default -> throw new IllegalArgumentException("'" + text + "' is not whole, largest or all");
    };
  }

  static Levels compatible(String text) {
    if (!text.equals("anime-trvae")) {
      throw new IllegalArgumentException("'" + text + "' is not 'anime-trvae'");
    }
    return Levels.STRETCHED;
  }

  static PutBack putBack(String text) {
    return switch (text) {
      case "plain" -> PutBack.plain();
      case "matched" -> PutBack.matchingColours();
      default ->
          throw new IllegalArgumentException("'" + text + "' is neither 'plain' nor 'matched'");
    };
  }
}
