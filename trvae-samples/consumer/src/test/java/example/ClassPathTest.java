package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application downloads is what docs/dependencies.md lists. */
class ClassPathTest {

  private static final Path LIST = Path.of("../../docs/dependencies.md");

  /** A row of the list: a jar and its bytes, for ours with a bound on them. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+\\.jar)` \\| (under )?([0-9,]+) \\|$", Pattern.MULTILINE);

  private static final Pattern OUR_VERSION =
      Pattern.compile("(?<=^trvae-[a-z0-9]{1,20})-[0-9]+(\\.[0-9]+)*(-SNAPSHOT)?");

  @Test
  void listsEachJarWithItsSize() throws IOException {
    Map<String, Long> exact = listed(row -> row.group(2) == null);
    Map<String, Long> bounds = listed(row -> row.group(2) != null);
    Map<String, Long> jars = new TreeMap<>();
    for (Path jar : jars()) {
      String name = OUR_VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
      jars.put(name, Files.size(jar));
    }

    Map<String, Long> ours = new TreeMap<>(jars);
    ours.keySet().removeIf(name -> !name.startsWith("trvae-"));
    jars.keySet().removeAll(ours.keySet());
    assertThat(jars).isEqualTo(exact);
    assertThat(ours.keySet()).isEqualTo(bounds.keySet());
    assertThat(ours).allSatisfy((name, bytes) -> assertThat(bytes).isLessThan(bounds.get(name)));
  }

  @Test
  void ourJarsAreModulesThatShareNoPackage() throws IOException {
    List<Path> ours =
        jars().stream().filter(jar -> jar.getFileName().toString().startsWith("trvae-")).toList();
    List<ModuleReference> modules =
        List.copyOf(ModuleFinder.of(ours.toArray(new Path[0])).findAll());

    assertThat(modules)
        .hasSameSizeAs(ours)
        .allMatch(module -> module.descriptor().name().startsWith("io.trvae."));
    assertThat(modules.stream().flatMap(module -> module.descriptor().packages().stream()))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  @Test
  void theApiIsAnOsgiBundleThatKeepsItsInternalsToItself() throws IOException {
    Path api =
        jars().stream()
            .filter(jar -> jar.getFileName().toString().startsWith("trvae-api-"))
            .findFirst()
            .orElseThrow();
    try (JarFile jar = new JarFile(api.toFile())) {
      Attributes headers = jar.getManifest().getMainAttributes();
      assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo("io.trvae.api");
      assertThat(headers.getValue("Export-Package"))
          .contains("io.trvae;", "io.trvae.spi;")
          .doesNotContain(".internal");
    }
  }

  private static Map<String, Long> listed(Predicate<MatchResult> rows)
      throws IOException {
    return ROW.matcher(Files.readString(LIST))
        .results()
        .filter(rows)
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> Long.valueOf(row.group(3).replace(",", ""))));
  }

  private static List<Path> jars() {
    try (Stream<Path> files = Files.list(Path.of("target/lib"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
