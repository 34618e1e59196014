package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code in Javadoc and documents compiles. */
class DocumentedCodeTest {

  private static final Pattern IN_JAVADOC =
      Pattern.compile("<pre>\\{@code\\R(.*?) +\\* \\}</pre>", Pattern.DOTALL);

  private static final Pattern IN_DOCUMENT =
      Pattern.compile("^```java\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  /** What code is about, and what it may import. */
  private static final String PROGRAM =
      """
      import io.trvae.*;
      import io.trvae.dl4j.*;
      import io.trvae.evaluation.*;
      import io.trvae.face.*;
      import io.trvae.model.*;
      import io.trvae.training.*;
      import java.nio.file.*;
      import java.util.*;

      abstract class Program {
        RgbImage photo;
        RgbImage anime;
        TransferRequest request;
        TransferPipeline pipeline;
        DomainDataset testImages;

        void run() throws Exception {
          %s
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("code")
  void compiles(String code) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
    JavaFileObject program =
        new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return PROGRAM.formatted(code);
          }
        };
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));

    boolean compiled = compiler.getTask(null, null, errors, options, null, List.of(program)).call();

    assertThat(compiled).as("%s%n%s", code, errors.getDiagnostics()).isTrue();
  }

  static List<String> code() throws IOException {
    List<String> all = new ArrayList<>();
    for (String sources : List.of("../trvae-api/src/main", "../trvae-dl4j/src/main")) {
      List<String> found = found(IN_JAVADOC, sources, ".java");
      assertThat(found).isNotEmpty();
      found.forEach(lines -> all.add(lines.replaceAll("(?m)^ +\\*", "")));
    }
    List<String> found = found(IN_DOCUMENT, "../docs", ".md");
    assertThat(found).isNotEmpty();
    all.addAll(found);
    return all;
  }

  private static List<String> found(Pattern code, String folder, String extension)
      throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(each -> each.toString().endsWith(extension)).toList()) {
        code.matcher(Files.readString(file)).results().forEach(hit -> found.add(hit.group(1)));
      }
    }
    return found;
  }
}
