package io.orderstream.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

  private static final long LOOK_EVERY_MILLIS = 50;
  private static final long LONGEST_MILLIS = 1_200_000;

  private Turn() {}

  /** Takes the turn in a new process. */
  static Pace inNewProcess(Contender contender, Options options, int port)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command(contender, options, port))
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

  private static List<String> command(Contender contender, Options options, int port) {
    var path = System.getProperty("java.class.path");
    var main =
        path.endsWith(".jar")
            ? "org.springframework.boot.loader.launch.JarLauncher"
            : Main.class.getName();
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(JVM);
    command.addAll(List.of("-cp", path, main));
    command.addAll(List.of("turn", contender.name(), "" + port));
    command.addAll(List.of("" + options.events(), "" + options.warmUp()));
    return command;
  }

  /** What the new process does. */
  static void inThisProcess(String[] args) throws Exception {
    var options =
        new Options(Integer.parseInt(args[3]), Integer.parseInt(args[4]), 1, null, List.of());
    System.out.println(
        take(Contender.valueOf(args[1]), options, Integer.parseInt(args[2])).toLine());
    System.exit(0);
  }

  /** Works off what waits, and says how fast; ends when every entry is acked, too. */
  @SuppressWarnings("try") // the contender works by itself
  static Pace take(Contender contender, Options options, int port) throws Exception {
    var client = RedisClient.create(RedisURI.create("localhost", port));
    try (var connection = client.connect();
        var working = contender.start(port)) {
      var workload = new Workload(contender, options, connection);
      var before = await(workload, options.warmUp(), connection);
      var after = await(workload, options.total(), connection);
      while (workload.pending() > 0 && System.nanoTime() < after.nanos() + 10_000_000_000L) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
      return after.since(before);
    } finally {
      client.shutdown();
    }
  }

  /** Where things stand at a moment; CPU times in seconds. */
  private record Moment(long events, long nanos, double jvm, double redis) {

    Pace since(Moment start) {
      double count = events - start.events;
      return new Pace(
          count / (nanos - start.nanos) * 1e9,
          (jvm - start.jvm) / count * 1e6,
          (redis - start.redis) / count * 1e6);
    }
  }

  private static Moment await(
      Workload workload, int events, StatefulRedisConnection<String, String> connection)
      throws InterruptedException {
    var until = System.nanoTime() + LONGEST_MILLIS * 1_000_000;
    while (System.nanoTime() < until) {
      var published = workload.published();
      if (published >= events) {
        return new Moment(published, System.nanoTime(), jvmSeconds(), redisSeconds(connection));
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    throw new IllegalStateException("not done within twenty minutes");
  }

  private static double jvmSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static double redisSeconds(StatefulRedisConnection<String, String> connection) {
    return Double.parseDouble(Redis.info(connection, "used_cpu_user"))
        + Double.parseDouble(Redis.info(connection, "used_cpu_sys"));
  }
}
