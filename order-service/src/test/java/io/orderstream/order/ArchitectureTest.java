package io.orderstream.order;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.orderstream.streams.kit.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** This module's packages keep to their places. */
class ArchitectureTest {

  private static final String ROOT = "io.orderstream.order";
  private static final JavaClasses MODULE = ArchitectureRules.module(ROOT);

  @Test
  void hasNoCycles() {
    ArchitectureRules.noCycles(ROOT).check(MODULE);
  }

  @Test
  void leavesRedisToTheEngine() {
    ArchitectureRules.doesNotTalkToRedis().check(MODULE);
    ArchitectureRules.usesTheEnginesPublicApiOnly().check(MODULE);
  }

  @Test
  void knowsNoOtherService() {
    ArchitectureRules.doesNotKnowOtherServices(ROOT).check(MODULE);
  }

  @Test
  void keepsWhatItIsAboutFreeOfFrameworks() {
    ArchitectureRules.isPlainJava(ROOT + ".Order", ROOT + ".Purchase", ROOT + ".Progress")
        .check(MODULE);
  }
}
