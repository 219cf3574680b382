package io.orderstream.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import redis.embedded.RedisExecProvider;

/** Knows how each part of the system is started. */
final class Launcher {

  private static final List<String> JVM = List.of("-Xmx384m", "-XX:+UseSerialGC");

  /** The server's binary checks files where it is called so; then it is started. */
  private static final String MENDED =
      """
      for manifest in "$0"/appendonlydir/*.manifest; do
        if [ -e "$manifest" ]; then
          ln -sf "$1" "$0/redis-check-aof" && echo y | "$0/redis-check-aof" --fix "$manifest"
        fi
      done
      exec "$@"
      """;

  private final StackSettings settings;
  private final Path logs;
  private final Map<String, Path> extracted = new HashMap<>();
  private final Consumer<StackException> whenOneFails;

  Launcher(StackSettings settings, Consumer<StackException> whenOneFails) {
    this.settings = settings;
    this.whenOneFails = whenOneFails;
    this.logs = made(settings.folder().resolve("logs"));
  }

  /**
   * Every write is synced before it is answered, so nothing that was answered can be lost; and what
   * a kill tore off is cut away before it is started again (docs/decisions/0013).
   */
  ManagedProcess redis(int port) {
    var binary = RedisExecProvider.defaultProvider();
    var folder = made(settings.folder().resolve("redis")).toString();
    try {
      return process(
          "redis",
          List.of(
              "/bin/sh",
              "-c",
              MENDED,
              folder,
              binary.get().getAbsolutePath(),
              "--port",
              Integer.toString(port),
              "--bind",
              "127.0.0.1",
              "--dir",
              folder,
              "--appendonly",
              "yes",
              "--appendfsync",
              "always",
              "--save",
              ""));
    } catch (IOException e) {
      throw new StackException("the embedded Redis can't be unpacked: " + e.getMessage(), e);
    }
  }

  ManagedProcess provider(int port) {
    var ledger = settings.folder().resolve("ledger.jsonl").toString();
    var command = new ArrayList<>(java(List.of("-Xmx128m", "-XX:+UseSerialGC")));
    command.addAll(List.of("provider", "--port", Integer.toString(port), "--ledger", ledger));
    return process("payment-provider", command);
  }

  private List<String> java(List<String> options) {
    var command = new ArrayList<>(List.of(javaBinary()));
    command.addAll(options);
    command.addAll(List.of("-jar", jar("local-stack")));
    return command;
  }

  ServiceInstance service(ServiceKind kind, int instance, List<String> surroundings) {
    var http = settings.ports().http(kind, instance);
    var management = settings.ports().management(kind, instance);
    var command = new ArrayList<>(List.of(javaBinary()));
    command.addAll(JVM);
    command.addAll(List.of("-jar", extracted(kind.serviceName())));
    command.add("--server.port=" + http);
    command.add("--management.server.port=" + management);
    command.addAll(surroundings);
    command.addAll(settings.arguments());
    var process = process(kind.serviceName() + "-" + (instance + 1), command);
    return new ServiceInstance(kind, process, http, management);
  }

  /**
   * Services run from extracted jars: they start faster, and classes that many virtual threads load
   * at once from a jar within a jar can lock each other out for good.
   */
  private String extracted(String service) {
    return extracted.computeIfAbsent(service, this::extract).toString();
  }

  private Path extract(String service) {
    var folder = settings.folder().resolve("apps").resolve(service);
    var command =
        List.of(
            javaBinary(),
            "-XX:TieredStopAtLevel=1",
            "-Djarmode=tools",
            "-jar",
            jar(service),
            "extract",
            "--destination",
            folder.toString());
    try {
      var extraction =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(logs.resolve("extract-" + service + ".log").toFile())
              .start();
      if (extraction.waitFor() != 0) {
        throw new StackException(
            jar(service)
                + " can't be extracted, see "
                + logs.resolve("extract-" + service + ".log"));
      }
      return folder.resolve(service + ".jar");
    } catch (IOException e) {
      throw new StackException(jar(service) + " can't be extracted: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }

  private ManagedProcess process(String name, List<String> command) {
    return new ManagedProcess(name, command, logs.resolve(name + ".log"), whenOneFails);
  }

  private String jar(String module) {
    var jar = settings.home().resolve(module).resolve("target").resolve(module + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(jar + " is missing: build it with ./mvnw package -DskipTests");
    }
    return jar.toString();
  }

  private static String javaBinary() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StackException("can't make the folder " + folder + ": " + e.getMessage(), e);
    }
  }
}
