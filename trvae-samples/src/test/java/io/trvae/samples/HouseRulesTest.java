package io.trvae.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What every class of the samples keeps to: they show what an application can do. */
@AnalyzeClasses(packages = "io.trvae.samples", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule usesNoInternals =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.trvae..internal..");

  @ArchTest
  static final ArchRule throwsNoGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
