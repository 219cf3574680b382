package io.orderstream.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Knows how each part of the system is started. */
final class Launcher {

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

  /** Nobody asks who comes: the system is for those on this machine only. */
  private static final String LOCAL = "127.0.0.1";

  private final StackSettings settings;
  private final Apps apps;
  private final Path logs;
  private final Consumer<StackException> whenOneFails;

  Launcher(StackSettings settings, Apps apps, Consumer<StackException> whenOneFails) {
    this.settings = settings;
    this.apps = apps;
    this.whenOneFails = whenOneFails;
    this.logs = made(settings.folder().resolve("logs"));
  }

  /**
   * Every write is synced before it is answered, so nothing that was answered can be lost; and what
   * a kill tore off is cut away before it is started again (docs/decisions/0013).
   */
  ManagedProcess redis(int port) {
    var folder = made(settings.folder().resolve("redis")).toString();
    return process(
        "redis",
        List.of(
            "/bin/sh",
            "-c",
            MENDED,
            folder,
            RedisBinary.path(),
            "--port",
            Integer.toString(port),
            "--bind",
            LOCAL,
            "--dir",
            folder,
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--save",
            ""));
  }

  ManagedProcess provider(int port) {
    var ledger = settings.folder().resolve("ledger.jsonl").toString();
    var command = new ArrayList<>(java(List.of("-Xmx128m", "-XX:+UseSerialGC")));
    command.addAll(List.of("provider", "--port", Integer.toString(port), "--ledger", ledger));
    return process("payment-provider", command);
  }

  private List<String> java(List<String> options) {
    var command = new ArrayList<>(List.of(Tool.of("java")));
    command.addAll(options);
    command.addAll(List.of("-jar", Apps.jar(settings.home(), "local-stack").toString()));
    return command;
  }

  ServiceInstance service(ServiceKind kind, int instance, List<String> surroundings) {
    var program = new ArrayList<>(List.of(Tool.of("java")));
    program.addAll(App.JVM);
    var app = apps.of(kind);
    program.addAll(settings.plain() ? app.plain() : app.command());
    return instance(kind, instance, program, surroundings);
  }

  /** A service that gives way to everything else. */
  ServiceInstance aside(ServiceKind kind, List<String> program, List<String> surroundings) {
    var command = new ArrayList<>(List.of(Tool.of("java")));
    command.addAll(App.JVM);
    command.addAll(program);
    return instance(kind, 0, Tool.aside(command), surroundings);
  }

  private ServiceInstance instance(
      ServiceKind kind, int instance, List<String> program, List<String> surroundings) {
    var http = settings.ports().http(kind, instance);
    var management = settings.ports().management(kind, instance);
    var command = new ArrayList<>(program);
    command.add("--server.address=" + LOCAL);
    command.add("--management.server.address=" + LOCAL);
    command.add("--server.port=" + http);
    command.add("--management.server.port=" + management);
    command.addAll(surroundings);
    command.addAll(settings.arguments());
    var process = process(kind.serviceName() + "-" + (instance + 1), command);
    return new ServiceInstance(kind, process, http, management);
  }

  private ManagedProcess process(String name, List<String> command) {
    return new ManagedProcess(name, command, logs.resolve(name + ".log"), whenOneFails);
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StackException("can't make the folder " + folder + ": " + e.getMessage(), e);
    }
  }
}
