package io.trvae;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.trvae.spi.TrainerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What every class of the API keeps to. */
@AnalyzeClasses(packages = "io.trvae", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule containsNoEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule hasNoCycles = slices().assignedFrom(new Layers()).should().beFreeOfCycles();

  @ArchTest static final ArchRule isSilent = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule throwsNoGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** What docs/architecture.md draws: each line uses only the lines below it. */
  @ArchTest
  static void usesOnlyTheLayersBelow(JavaClasses classes) throws IOException {
    List<String> layers = documentedLayers();
    List<JavaClass> exported =
        classes.stream().filter(type -> !type.getPackageName().contains(".internal")).toList();

    assertThat(exported).extracting(Layers::of).isSubsetOf(layers);
    assertThat(exported.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
        .filteredOn(dependency -> layers.contains(Layers.of(dependency.getTargetClass())))
        .allMatch(
            dependency ->
                layers.indexOf(Layers.of(dependency.getOriginClass()))
                    <= layers.indexOf(Layers.of(dependency.getTargetClass())));
  }

  /** The table's rows from above: their package, or their name where it is the root package's. */
  private static List<String> documentedLayers() throws IOException {
    String text = Files.readString(Path.of("../docs/architecture.md"));
    String table = text.split("## Layers of the API", 2)[1].split("\n## ", 2)[0];
    return Pattern.compile("^\\| ([^|]+) \\| .*?`([^`]+)`[^`|]*\\|$", Pattern.MULTILINE)
        .matcher(table)
        .results()
        .map(row -> row.group().contains("`io.trvae`") ? row.group(1) : row.group(2))
        .toList();
  }

  /**
   * One slice per package, but three for the root package: users find both the values that every
   * other package is made of and the pipeline that is made of every other package there, and below
   * all of them the codes of errors. An interface and its way to an implementation are one: the
   * pipeline and its internals, trainers and their providers.
   */
  private static final class Layers implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(of(type));
    }

    static String of(JavaClass type) {
      if (type.isEquivalentTo(TrainerProvider.class)) {
        return "io.trvae.training";
      }
      if (type.getPackageName().equals("io.trvae.internal.pipeline")) {
        return "the pipeline";
      }
      if (!type.getPackageName().equals("io.trvae")) {
        return type.getPackageName();
      }
      if (type.getBaseComponentType().isEquivalentTo(ErrorCode.class)) {
        return "what can go wrong";
      }
      return isPipeline(type) ? "the pipeline" : "values";
    }

    private static boolean isPipeline(JavaClass type) {
      JavaClass outermost = type;
      while (outermost.getEnclosingClass().isPresent()) {
        outermost = outermost.getEnclosingClass().get();
      }
      return outermost.getSimpleName().startsWith("Transfer")
          && !outermost.isAssignableTo(TrvaeException.class);
    }

    @Override
    public String getDescription() {
      return "packages (the root package in three: Transfer*, values, ErrorCode)";
    }
  }
}
