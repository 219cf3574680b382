package io.orderstream.stack.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Extracts the services' jars, once for each build: into {@code <service>/target/apps}.
 *
 * <p>From extracted jars they start faster, and classes that many virtual threads load at once from
 * a jar within a jar can lock each other out for good.
 */
public final class Apps {

  /** The one before the newest may still run. */
  private static final int KEPT = 2;

  private final Path home;
  private final Path logs;
  private final Map<ServiceKind, App> found = new EnumMap<>(ServiceKind.class);

  /**
   * @param home the folder of the built project
   * @param logs where it is said what went wrong
   */
  public Apps(Path home, Path logs) {
    this.home = home;
    this.logs = logs;
  }

  /**
   * The service as it was built last, extracted.
   *
   * @throws StackException when it was not built, or can't be extracted
   */
  public App of(ServiceKind kind) {
    return found.computeIfAbsent(kind, each -> extracted(each.serviceName()));
  }

  private App extracted(String service) {
    var jar = jar(home, service);
    try {
      var apps = Files.createDirectories(jar.resolveSibling("apps"));
      var folder = apps.resolve(hash(jar));
      if (!Files.isDirectory(folder)) {
        extract(service, jar, folder);
      }
      Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
      deleteOld(apps);
      return new App(service, folder);
    } catch (IOException | UncheckedIOException e) {
      throw new StackException(jar + " can't be extracted: " + e.getMessage(), e);
    }
  }

  /** Where a module was built to. */
  static Path jar(Path home, String module) {
    var jar = home.resolve(module).resolve("target").resolve(module + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(jar + " is missing: build it with ./mvnw package -DskipTests");
    }
    return jar;
  }

  /** Builds are reproducible, so neither size nor time tells one from another. */
  private static String hash(Path jar) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(jar), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Aside first: no one ever sees half of it, however many start at once. */
  private void extract(String service, Path jar, Path folder) throws IOException {
    var aside = Files.createTempDirectory(folder.getParent(), ".new-");
    try {
      Tool.run(
          jar + " can't be extracted",
          List.of(
              Tool.of("java"),
              "-XX:TieredStopAtLevel=1",
              "-Djarmode=tools",
              "-jar",
              jar.toString(),
              "extract",
              "--force",
              "--destination",
              aside.toString()),
          logs.resolve("extract-" + service + ".log"));
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) { // else another one was faster
        throw e;
      }
    } finally {
      delete(aside);
    }
  }

  private static void deleteOld(Path apps) throws IOException {
    try (var builds = Files.list(apps)) {
      builds
          .filter(build -> !build.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(Apps::lastUsed).reversed())
          .skip(KEPT)
          .forEach(Apps::delete);
    }
  }

  private static FileTime lastUsed(Path build) {
    try {
      return Files.getLastModifiedTime(build);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
