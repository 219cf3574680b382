package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One contender's turn: what waits is worked off; the clock starts when the warm-up's events took
 * effect and stops when all did.
 */
final class Turn {

  /** The same for every contender. */
  static final List<String> JVM = List.of("-Xms1g", "-Xmx1g");

  /** Whose commands are all made before it starts. */
  private static final String MORE_HEAP = "-Xmx3g";

  private static final long LOOK_EVERY_MILLIS = 10;
  private static final long LONGEST_MILLIS = 1_200_000;

  private Turn() {}

  /** Takes the turn in a new process. */
  static Pace inNewProcess(Contender contender, Options options, Server server)
      throws IOException, InterruptedException {
    var args =
        List.of(
            "turn",
            contender.name(),
            "" + server.port(),
            "" + server.pid(),
            "" + options.events(),
            "" + options.warmUp());
    var process =
        new ProcessBuilder(Java.command(jvm(contender, server), args))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      var pace = said.lines().filter(Pace::isLine).findFirst();
      if (process.waitFor() != 0 || pace.isEmpty()) {
        throw new IllegalStateException(contender.title + " failed, see above");
      }
      return Pace.ofLine(pace.get());
    } finally {
      process.destroyForcibly();
    }
  }

  /** What a contender keeps in files is on the disk that its server has. */
  private static List<String> jvm(Contender contender, Server server) {
    var jvm = new ArrayList<>(JVM);
    jvm.add("-Djava.io.tmpdir=" + server.folder());
    if (contender == Contender.CEILING) {
      jvm.add(MORE_HEAP);
    }
    return jvm;
  }

  /** What the new process does. */
  static void inThisProcess(String[] args) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(Turn::fail);
    var options =
        new Options(
            Integer.parseInt(args[4]), Integer.parseInt(args[5]), 1, null, List.of(), List.of());
    var server = ProcessHandle.of(Long.parseLong(args[3])).orElseThrow();
    var pace = take(Contender.valueOf(args[1]), options, Integer.parseInt(args[2]), server);
    System.out.println(pace.toLine());
    System.exit(0);
  }

  /** A contender that lost a thread would never be done. */
  private static void fail(Thread thread, Throwable failure) {
    System.err.println(thread.getName() + " failed");
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  /** Works off what waits, and says how fast; ends when every entry is acked, too. */
  @SuppressWarnings("try") // the contender works by itself
  static Pace take(Contender contender, Options options, int port, ProcessHandle server)
      throws Exception {
    try (var workload = contender.workload(options, port);
        var working = contender.start(port)) {
      var before = await(workload, options.warmUp(), server);
      var after = await(workload, options.total(), server);
      while (workload.pending() > 0 && System.nanoTime() < after.nanos() + 10_000_000_000L) {
        Pause.millis(LOOK_EVERY_MILLIS);
      }
      return after.since(before);
    }
  }

  /** Where things stand at a moment; CPU times in seconds. */
  private record Moment(long events, long nanos, double jvm, double server) {

    Pace since(Moment start) {
      double count = events - start.events;
      return new Pace(
          count / (nanos - start.nanos) * 1e9,
          (jvm - start.jvm) / count * 1e6,
          (server - start.server) / count * 1e6);
    }
  }

  private static Moment await(Workload workload, int events, ProcessHandle server) {
    var until = System.nanoTime() + LONGEST_MILLIS * 1_000_000;
    while (System.nanoTime() < until) {
      var asked = System.nanoTime();
      var published = workload.published();
      if (published >= events) {
        var counted = asked + (System.nanoTime() - asked) / 2;
        return new Moment(
            published, counted, cpuSeconds(ProcessHandle.current()), cpuSeconds(server));
      }
      Pause.millis(LOOK_EVERY_MILLIS);
    }
    throw new IllegalStateException("not done within twenty minutes");
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
