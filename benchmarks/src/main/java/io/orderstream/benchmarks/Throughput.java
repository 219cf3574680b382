package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import org.redisson.Redisson;

/**
 * Events per second from waiting entry to effect: consume, load the state, write it, publish, ack.
 *
 * <p>The contenders take turns, each in a fresh process on a fresh Redis.
 */
final class Throughput {

  private final Options options;
  private final Path folder;

  Throughput(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  void run() throws IOException, InterruptedException {
    var result = new Result(options, machine());
    say(result.head());
    for (var durability : options.durabilities()) {
      result.samples().put(durability, rounds(durability));
      say(result.table(durability));
    }
    if (options.out() != null) {
      result.write(options.out());
    }
  }

  private static void say(String text) {
    System.out.print(text);
    System.out.flush();
  }

  private Map<Contender, Sample> rounds(Durability durability)
      throws IOException, InterruptedException {
    var samples = new EnumMap<Contender, Sample>(Contender.class);
    for (int round = 1; round <= options.rounds(); round++) {
      for (var contender : options.contenders()) {
        var pace = turn(contender, durability);
        samples.computeIfAbsent(contender, c -> new Sample(new ArrayList<>())).turns().add(pace);
        System.err.printf(
            "%s, round %d of %d, %s: %,.0f events/s%n",
            durability.title,
            round,
            options.rounds(),
            contender.title(durability),
            pace.eventsPerSecond());
      }
    }
    return samples;
  }

  private Pace turn(Contender contender, Durability durability)
      throws IOException, InterruptedException {
    var own = options.of(contender);
    try (var server = contender.server(folder, durability);
        var workload = contender.workload(own, server.port())) {
      workload.fill();
      var pace = Turn.inNewProcess(contender, own, server);
      workload.check();
      return pace;
    }
  }

  private Map<String, Object> machine() throws IOException {
    var machine = Machine.describe(folder);
    machine.put("Redisson", Machine.version(Redisson.class));
    machine.put("Kafka", Kafka.version());
    return machine;
  }
}
