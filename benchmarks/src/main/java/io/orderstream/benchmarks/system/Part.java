package io.orderstream.benchmarks.system;

import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service of a running system, to be looked at from outside. */
record Part(ServiceInstance instance) {

  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MILLIS = 10;
  private static final double TICKS_PER_SECOND = 100;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static Part of(LocalStack stack, ServiceKind kind) {
    return new Part(stack.services(kind).getFirst());
  }

  static List<Part> all(LocalStack stack) {
    return List.of(ServiceKind.values()).stream().map(kind -> of(stack, kind)).toList();
  }

  String name() {
    return instance.kind().serviceName();
  }

  void stop() {
    instance.process().stop(STOP);
  }

  /** Starts it and returns after how many seconds it was ready. */
  double start() throws InterruptedException {
    var start = System.nanoTime();
    instance.process().start();
    while (!isReady()) {
      if (System.nanoTime() - start > START.toNanos()) {
        throw new IllegalStateException(name() + " was not ready within two minutes");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  boolean isReady() throws InterruptedException {
    return answers(instance.management().resolve("/actuator/health/readiness"));
  }

  static boolean answers(URI uri) throws InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  long pid() {
    return instance.process().pid();
  }

  double cpuSeconds() {
    return cpuSeconds(pid());
  }

  static double cpuSeconds(long pid) {
    var info = ProcessHandle.of(pid).orElseThrow().info();
    return info.totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /**
   * What of it the JIT compiler took, which goes on for minutes after a start; 0 where the system
   * doesn't say.
   */
  double compilerSeconds() throws IOException {
    var threads = Path.of("/proc", Long.toString(pid()), "task");
    if (!Files.isDirectory(threads)) {
      return 0;
    }
    var ticks = 0L;
    try (var each = Files.newDirectoryStream(threads)) {
      for (var thread : each) {
        ticks += compilerTicks(thread.resolve("stat"));
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** See proc(5): the name is in brackets, user and system time are the 12th and 13th behind it. */
  private static long compilerTicks(Path stat) throws IOException {
    try {
      var line = Files.readString(stat);
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return line.contains("CompilerThre")
          ? Long.parseLong(fields[11]) + Long.parseLong(fields[12])
          : 0;
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }

  /** Resident memory in megabytes. */
  double megabytes() throws IOException {
    var command = List.of("ps", "-o", "rss=", "-p", Long.toString(pid()));
    var said = new ProcessBuilder(command).start().getInputStream().readAllBytes();
    return Long.parseLong(new String(said, StandardCharsets.US_ASCII).strip()) / 1024.0;
  }
}
