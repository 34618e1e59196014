package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the compiler cannot check about the documentation. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..");

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:[a-z-]+ )*(?:class|interface|enum|record|@interface) \\w+",
          Pattern.MULTILINE);

  @ParameterizedTest
  @EnumSource
  void everyErrorCodeHasASection(ErrorCode code) throws IOException {
    String sections = Files.readString(ROOT.resolve("docs/errors.md"));
    assertThat(sections).contains("\n## " + code.id() + " " + code.name() + "\n");
  }

  /** The consumer's project compiles and runs them, in a build apart. */
  @Test
  void theReadmeShowsTheConsumersLines() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Path consumer = ROOT.resolve("trvae-samples/consumer");
    String program = unindented(consumer.resolve("src/main/java/example/QuickStart.java"));
    String pom = unindented(consumer.resolve("pom.xml"));

    assertThat(blocks(readme, "java")).hasSize(1).allMatch(program::contains);
    assertThat(blocks(readme, "xml")).hasSize(2).allMatch(pom::contains);
  }

  @Test
  void everyPublicTypeSaysSinceWhenItExists() throws IOException {
    List<Path> publicTypes = publicTypes();
    assertThat(publicTypes).isNotEmpty();
    assertThat(publicTypes).filteredOn(file -> !beforeType(file).contains("@since ")).isEmpty();
  }

  private static List<String> blocks(String markdown, String language) {
    return Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
        .matcher(markdown)
        .results()
        .map(block -> unindented(block.group(1)))
        .toList();
  }

  private static String unindented(Path file) {
    return unindented(read(file));
  }

  private static String unindented(String text) {
    return text.replaceAll("(?m)^ +", "");
  }

  /** The libraries' files with a public top-level type; internal packages promise nothing. */
  private static List<Path> publicTypes() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .filter(sources -> !sources.startsWith(ROOT.resolve("trvae-samples")))
          .flatMap(DocumentationTest::javaFiles)
          .filter(file -> PUBLIC_TYPE.matcher(read(file)).find())
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !sources.relativize(file).toString().contains("internal"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String beforeType(Path file) {
    return PUBLIC_TYPE.split(read(file), 2)[0];
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
