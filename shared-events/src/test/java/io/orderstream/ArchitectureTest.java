package io.orderstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.orderstream.streams.kit.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** The library's packages keep to their places. */
class ArchitectureTest {

  private static final JavaClasses LIBRARY = ArchitectureRules.module("io.orderstream");

  @Test
  void hasNoCycles() {
    ArchitectureRules.noCycles("io.orderstream").check(LIBRARY);
  }

  @Test
  void theEngineKnowsNothingOfOrders() {
    noClasses()
        .that()
        .resideInAPackage("io.orderstream.streams..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.orderstream.events..")
        .check(LIBRARY);
  }

  @Test
  void eventsKnowOfTheEngineOnlyWhatUsersSee() {
    noClasses()
        .that()
        .resideInAPackage("io.orderstream.events..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.orderstream.streams.*..", "org.springframework..", "io.lettuce..")
        .check(LIBRARY);
  }
}
