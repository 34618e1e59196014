package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.TrainerProvider;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** The module {@code io.trvae.api} on the module path, as a modular application has it. */
class ModulePathTest {

  @TempDir Path directory;

  @Test
  void exportsAllButItsInternals() {
    ModuleDescriptor descriptor =
        ModuleFinder.of(pathOf(RgbImage.class)).find("io.trvae.api").orElseThrow().descriptor();

    assertThat(descriptor.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(
            descriptor.packages().stream().filter(name -> !name.contains(".internal")).toList());
    assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
    assertThat(descriptor.uses())
        .containsExactlyInAnyOrder(
            BackendProvider.class.getName(), TrainerProvider.class.getName());
  }

  /** It names a type of java.desktop, which it reads through the API only. */
  @Test
  void aModularApplicationCompilesAndRuns() throws IOException, InterruptedException {
    Path module =
        write("module-info.java", "module application {", "  requires io.trvae.api;", "}");
    Path main =
        write(
            "Main.java",
            "package application;",
            "import io.trvae.*;",
            "import java.awt.image.BufferedImage;",
            "public class Main {",
            "  public static void main(String[] arguments) {",
            "    RgbImage image = RgbImage.of(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));",
            "    try (TransferPipeline pipeline = TransferPipeline.open()) {",
            "      pipeline.transfer(image, DomainLabel.REAL, DomainLabel.ANIME);",
            "    } catch (TrvaeException e) {",
            "      System.out.println(image.width() + \" \" + e.code());",
            "    }",
            "  }",
            "}");
    Path classes = directory.resolve("classes");
    String dependencies =
        Stream.of(RgbImage.class, Gson.class, NullMarked.class, Logger.class)
            .map(ModulePathTest::pathOf)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-p",
                dependencies,
                "-d",
                classes.toString(),
                module.toString(),
                main.toString());
    assertThat(compiled).isZero();
    assertThat(
            run(
                "-p",
                classes + File.pathSeparator + dependencies,
                "-m",
                "application/application.Main"))
        .contains("3 MODEL_MISSING");
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = Stream.concat(Stream.of(java), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }

  /** The jar or folder that a class comes from. */
  private static Path pathOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
