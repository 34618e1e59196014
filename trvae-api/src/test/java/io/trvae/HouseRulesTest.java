package io.trvae;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.trvae.spi.TrainerProvider;

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

  /**
   * One slice per package, but two for the root package: users find both the values that every
   * other package is made of and the pipeline that is made of every other package there. An
   * interface and its way to an implementation are one: the pipeline and its internals, trainers
   * and their providers.
   */
  private static final class Layers implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      if (type.isEquivalentTo(TrainerProvider.class)) {
        return SliceIdentifier.of("io.trvae.training");
      }
      if (type.getPackageName().equals("io.trvae.internal.pipeline")) {
        return SliceIdentifier.of("the pipeline");
      }
      if (!type.getPackageName().equals("io.trvae")) {
        return SliceIdentifier.of(type.getPackageName());
      }
      return SliceIdentifier.of(isPipeline(type) ? "the pipeline" : "values");
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
      return "packages (the root package in two: Transfer* above the values)";
    }
  }
}
