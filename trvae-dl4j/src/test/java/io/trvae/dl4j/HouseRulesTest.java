package io.trvae.dl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** What every class of this module keeps to. */
@AnalyzeClasses(packages = "io.trvae.dl4j", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule usesNoInternalsOfTheApi =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.trvae.internal..");

  @ArchTest
  static final ArchRule hasNoCycles = slices().matching("io.trvae.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule isSilent = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule throwsNoGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** But for {@link ComputationGraphs}, which exists to hand out the engine's type. */
  @ArchTest
  static final ArchRule showsNeitherInternalsNorTheEngine =
      codeUnits()
          .that()
          .areNotDeclaredIn(ComputationGraphs.class)
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("..internal..")
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .arePublic()
          .should(nameTypesOfTheApiOnly());

  private static ArchCondition<JavaCodeUnit> nameTypesOfTheApiOnly() {
    return new ArchCondition<>("name neither internal nor engine types") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
            .map(JavaType::getAllInvolvedRawTypes)
            .flatMap(types -> types.stream())
            .filter(HouseRulesTest::isHidden)
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            unit, unit.getFullName() + " names " + type.getName())));
      }
    };
  }

  private static boolean isHidden(JavaClass type) {
    String name = type.getPackageName();
    return name.contains(".internal")
        || name.startsWith("org.nd4j")
        || name.startsWith("org.deeplearning4j")
        || name.startsWith("org.bytedeco");
  }
}
