package io.orderstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.orderstream.streams.kit.ArchitectureRules;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The library's packages keep to their places. */
class ArchitectureTest {

  private static final JavaClasses LIBRARY = ArchitectureRules.module("io.orderstream");

  @Test
  void hasNoCycles() {
    ArchitectureRules.noCycles("io.orderstream").check(LIBRARY);
  }

  @Test
  void takesTimeFromRedisOnly() {
    ArchitectureRules.asksNoClockButRedis().check(LIBRARY);
  }

  @Test
  void wouldNoticeWhoAsksTheMachineForTheTime() {
    var asks = new ClassFileImporter().importClasses(Asks.class);

    assertThatThrownBy(() -> ArchitectureRules.asksNoClockButRedis().check(asks))
        .hasMessageContaining("Instant.now()")
        .hasMessageContaining("System.currentTimeMillis()")
        .hasMessageContaining("Clock.systemUTC()")
        .hasMessageContaining("InstantSource.system()")
        .hasMessageContaining("LocalDate.now(");
  }

  private static final class Asks {
    final Supplier<Instant> now = Instant::now;
    final long millis = System.currentTimeMillis();
    final Clock clock = Clock.systemUTC();
    final InstantSource source = InstantSource.system();
    final LocalDate today = LocalDate.now(clock);
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
