package io.orderstream.streams.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom. */
public final class ArchitectureRules {

  private static final String[] REDIS = {
    "io.lettuce..", "org.springframework.data.redis..", "redis.clients.."
  };

  private ArchitectureRules() {}

  /** The module's own classes, without its tests. */
  public static JavaClasses module(String root) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
        .importPackages(root);
  }

  /** No two packages need each other. */
  public static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** A service says what changes; the engine writes it. */
  public static ArchRule doesNotTalkToRedis() {
    return noClasses().should().dependOnClassesThat().resideInAnyPackage(REDIS);
  }

  /** The engine's parts are its own affair. */
  public static ArchRule usesTheEnginesPublicApiOnly() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.orderstream.streams.*..");
  }

  /** Services meet in events alone. */
  public static ArchRule doesNotKnowOtherServices(String own) {
    return classes()
        .should()
        .onlyDependOnClassesThat(
            new DescribedPredicate<JavaClass>("are no other service's") {
              @Override
              public boolean test(JavaClass used) {
                var name = used.getPackageName();
                return !name.startsWith("io.orderstream.")
                    || name.startsWith(own)
                    || name.startsWith("io.orderstream.events")
                    || name.startsWith("io.orderstream.streams");
              }
            });
  }

  /** Time is what Redis says it is; only its clock may ask the machine's. */
  public static ArchRule asksNoClockButRedis() {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.orderstream.streams.redis.RedisClock")
        .should()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("it tells the machine's time") {
              @Override
              public boolean test(JavaAccess<?> access) {
                return tellsTime(access.getTargetOwner().getName(), access.getName());
              }
            });
  }

  private static boolean tellsTime(String type, String member) {
    return switch (type) {
      case "java.lang.System" -> member.equals("currentTimeMillis");
      case "java.util.Date", "java.util.GregorianCalendar" -> member.equals("<init>");
      case "java.util.Calendar" -> member.equals("getInstance");
      default ->
          type.startsWith("java.time.")
              && (member.equals("now") || member.startsWith("system") || member.startsWith("tick"));
    };
  }

  /** What a service is about holds without Spring and without Redis. */
  public static ArchRule isPlainJava(String... types) {
    return noClasses()
        .that()
        .haveNameMatching(String.join("|", types))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.lettuce..");
  }
}
