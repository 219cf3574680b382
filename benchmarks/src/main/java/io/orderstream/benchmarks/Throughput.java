package io.orderstream.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;

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
    describe();
    var samples = new EnumMap<Durability, Map<Contender, Sample>>(Durability.class);
    for (var durability : Durability.values()) {
      samples.put(durability, rounds(durability));
      report(durability, samples.get(durability));
    }
    if (options.plot() != null) {
      Files.writeString(options.plot(), Plot.of(samples));
    }
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
            durability.title, round, options.rounds(), contender.title, pace.eventsPerSecond());
      }
    }
    return samples;
  }

  private Pace turn(Contender contender, Durability durability)
      throws IOException, InterruptedException {
    try (var redis = new Redis(folder, durability)) {
      var workload = new Workload(contender, options, redis.connection());
      workload.fill();
      var pace = Turn.inNewProcess(contender, options, redis.port);
      workload.check();
      return pace;
    }
  }

  private void describe() throws IOException, InterruptedException {
    try (var redis = new Redis(folder, Durability.NONE)) {
      System.out.printf(
          "JDK %s (%s), Redis %s, %d cores, %s %s, load %.1f%n",
          System.getProperty("java.vm.version"),
          String.join(" ", Turn.JVM),
          Redis.info(redis.connection(), "redis_version"),
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("os.name"),
          System.getProperty("os.arch"),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
    System.out.printf(
        "%,d waiting events of 300 bytes, each about an account of its own, after %,d to warm up;"
            + " rounds: %d%n",
        options.events(), options.warmUp(), options.rounds());
  }

  private static void report(Durability durability, Map<Contender, Sample> samples) {
    System.out.printf("%n| %s | events/s | engine is faster by |", durability.title);
    System.out.printf(" CPU of service, µs/event | CPU of Redis, µs/event |%n");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    var engine = samples.get(Contender.ENGINE);
    samples.forEach(
        (contender, sample) ->
            System.out.printf(
                "| %s | %,.0f | %s | %.0f | %.0f |%n",
                contender.title,
                sample.median(Pace::eventsPerSecond),
                engine == null || contender == Contender.ENGINE ? "" : engine.timesAsFastAs(sample),
                sample.median(Pace::jvmMicros),
                sample.median(Pace::redisMicros)));
  }
}
