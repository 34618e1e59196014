package io.trvae.samples.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is measured on and with. */
public final class Machine {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Pattern ENGINES =
      Pattern.compile(
          "((onnxruntime|pytorch-engine|pytorch-native-cpu|dnnl|nd4j-native|jmh-core)-[\\dM.-]+?)(-[a-z].*)?\\.jar$");

  private Machine() {}

  /** Describes processor, operating system, Java, and the engines' versions, in a line each. */
  public static List<String> describe() throws IOException {
    return List.of(
        processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors",
        property("os.name") + " " + property("os.version") + ", " + property("os.arch"),
        property("java.vm.name") + " " + property("java.vm.version"),
        engines());
  }

  private static String processor() throws IOException {
    return Files.exists(PROCESSORS)
        ? Files.readAllLines(PROCESSORS).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("Unknown processor")
        : "Unknown processor";
  }

  private static String engines() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(property("java.class.path"))
        .map(ENGINES::matcher)
        .filter(Matcher::find)
        .map(match -> match.group(1))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
