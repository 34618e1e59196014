package io.trvae.cuda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What every class of this module keeps to. */
@AnalyzeClasses(packages = "io.trvae.cuda", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule usesNoInternalsOfTheApi =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.trvae.internal..");

  @ArchTest
  static final ArchRule knowsNoOtherEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.trvae.dl4j..", "org.nd4j..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule hasNoCycles = slices().matching("io.trvae.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule isSilent = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule throwsNoGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** Whoever calls CUDA outside of these forgets to check what it returns. */
  @ArchTest
  static final ArchRule onlyTwoPackagesCallCuda =
      noClasses()
          .that()
          .resideOutsideOfPackages("..internal.gpu", "..internal.kernels")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheProvidersArePublicApi =
      classes()
          .that()
          .resideOutsideOfPackage("..internal..")
          .should()
          .haveSimpleNameEndingWith("Provider")
          .orShould()
          .haveSimpleName("package-info");
}
