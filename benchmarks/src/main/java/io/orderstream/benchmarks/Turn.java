package io.orderstream.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One contender's turn in a process of its own: what waits is worked off; the clock starts when the
 * warm-up's events took effect and stops when all did.
 */
final class Turn {

  private static final String RESULT = "result ";
  private static final long LOOK_EVERY_MILLIS = 10;
  private static final long LONGEST_MILLIS = 600_000;

  /** The same for every contender. */
  static final List<String> JVM = List.of("-Xms1g", "-Xmx1g");

  private Turn() {}

  /** Runs in a new process, and says how many events per second took effect. */
  static double take(Contender contender, Options options, int port)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(JVM);
    command.addAll(List.of(System.getProperty("benchmarks.jvm", "").split(" ")));
    command.removeIf(String::isBlank);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    if (System.getProperty("java.class.path").endsWith(".jar")) {
      command.add("org.springframework.boot.loader.launch.JarLauncher");
    } else {
      command.add(Main.class.getName());
    }
    command.addAll(List.of("turn", contender.name(), "" + port));
    command.addAll(List.of("" + options.warmUp(), "" + options.total()));
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      var result = said.lines().filter(line -> line.startsWith(RESULT)).findFirst();
      if (process.waitFor() != 0 || result.isEmpty()) {
        throw new IllegalStateException(contender.title + " failed, see above");
      }
      return Double.parseDouble(result.get().substring(RESULT.length()));
    } finally {
      process.destroyForcibly();
    }
  }

  /** What the new process does. */
  static void run(Contender contender, int port, int warmUp, int total) throws Exception {
    var client = RedisClient.create(RedisURI.create("localhost", port));
    var options = new Options(total - warmUp, warmUp, 1, 1);
    var workload = new Workload(contender, options, client.connect());
    var working = contender.start(port);
    var before = await(workload, warmUp);
    var after = await(workload, total);
    var seconds = (after.nanos() - before.nanos()) / 1e9;
    System.out.println(RESULT + (after.events() - before.events()) / seconds);
    working.close();
    client.shutdown();
    System.exit(0);
  }

  private record Seen(long events, long nanos) {}

  private static Seen await(Workload workload, int events) throws InterruptedException {
    var until = System.nanoTime() + LONGEST_MILLIS * 1_000_000;
    while (System.nanoTime() < until) {
      var seen = new Seen(workload.published(), System.nanoTime());
      if (seen.events() >= events) {
        return seen;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    throw new IllegalStateException("not done within ten minutes");
  }
}
