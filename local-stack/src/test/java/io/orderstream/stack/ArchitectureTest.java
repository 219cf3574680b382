package io.orderstream.stack;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** This module's packages keep to their places. */
class ArchitectureTest {

  @Test
  void hasNoCycles() {
    var module =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.orderstream.stack");
    slices().matching("io.orderstream.stack.(**)").should().beFreeOfCycles().check(module);
  }
}
