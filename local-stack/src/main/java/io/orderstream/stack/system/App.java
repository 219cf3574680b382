package io.orderstream.stack.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A service as it is run: its jar, extracted, and beside it what a {@link Rehearsal} left for
 * faster starts.
 *
 * <p>What was left is only for the JDK that left it, so its files are named after that; and the
 * folder after what is in the jar, so it is never taken for another build.
 *
 * @param service also the name of its jar
 * @param folder holds the jar and its libraries
 */
public record App(String service, Path folder) {

  private static final int FIRST_WITH_AOT_CACHE = 25;

  /** Services run with these; what a JVM keeps of a start is only for one with the same options. */
  public static final List<String> JVM =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  /** The jar as it was built. */
  Path jar() {
    return folder.resolve(service + ".jar");
  }

  /** The jar with its beans prepared by Spring's ahead-of-time processing. */
  Path prepared() {
    return folder.resolve("prepared-" + jdk() + ".jar");
  }

  /** What the JVM kept of a start of the prepared jar. Made last: where it is, all is. */
  Path cache() {
    return folder.resolve("prepared-" + jdk() + ".cache");
  }

  /** Whether it was rehearsed with this JDK. */
  public boolean isRehearsed() {
    return Files.isRegularFile(cache());
  }

  /** How it starts fastest: as rehearsed, or plainly when it was not. */
  public List<String> command() {
    return isRehearsed() ? prepared(usingCache()) : plain();
  }

  /** How it starts without anything that was kept. */
  public List<String> plain() {
    return List.of("-jar", jar().toString());
  }

  /** How it starts so that the JVM leaves a cache in this file when it ends. */
  List<String> leaving(Path cache) {
    return prepared(
        hasAotCache() ? "-XX:AOTCacheOutput=" + cache : "-XX:ArchiveClassesAtExit=" + cache);
  }

  /** A JVM that finds the cache unfit says so and goes on without. */
  private String usingCache() {
    return (hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache();
  }

  private List<String> prepared(String option) {
    return List.of(option, "-Dspring.aot.enabled=true", "-jar", prepared().toString());
  }

  /** JEP 514; before, there are archives of classes alone (JEP 350). */
  private static boolean hasAotCache() {
    return Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
  }

  private static String jdk() {
    var names = List.of("java.vendor", "java.vm.name", "java.vm.version", "os.arch");
    return String.join("-", names.stream().map(System::getProperty).toList())
        .replaceAll("[^A-Za-z0-9.+]+", "-");
  }
}
