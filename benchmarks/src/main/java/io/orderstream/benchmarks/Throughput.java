package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Events per second from waiting entry to effect: consume, load the state, write it, publish, ack.
 *
 * <p>The contenders take turns, each in a fresh process on an emptied and refilled Redis.
 */
final class Throughput {

  private final Options options;
  private final Path folder;

  Throughput(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  void run() throws IOException, InterruptedException {
    for (var durability : Durability.values()) {
      try (var redis = new Redis(folder, durability)) {
        if (durability == Durability.NONE) {
          describe(redis);
        }
        report(durability, rounds(durability, redis));
      }
    }
  }

  private Map<Contender, Sample> rounds(Durability durability, Redis redis)
      throws IOException, InterruptedException {
    var samples = new EnumMap<Contender, Sample>(Contender.class);
    for (int round = 1; round <= options.rounds(); round++) {
      for (var contender : Contender.values()) {
        var rate = turn(contender, redis);
        samples.computeIfAbsent(contender, c -> new Sample(new ArrayList<>())).rates().add(rate);
        System.err.printf(
            "%s, round %d of %d, %s: %,.0f events/s%n",
            durability.title, round, options.rounds(), contender.title, rate);
      }
    }
    return samples;
  }

  private double turn(Contender contender, Redis redis) throws IOException, InterruptedException {
    var workload = new Workload(contender, options, redis.connection());
    workload.fill();
    var rate = Turn.take(contender, options, redis.port);
    workload.check();
    return rate;
  }

  private void describe(Redis redis) throws IOException {
    System.out.printf(
        "JDK %s (%s), Redis %s, %d cores, %s, AOF on %s%n",
        System.getProperty("java.vm.version"),
        String.join(" ", Turn.JVM),
        redis.version(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Files.getFileStore(folder).type());
    System.out.printf(
        "%,d waiting events of 300 bytes about %,d accounts, after %,d to warm up; %d rounds%n",
        options.events(), options.subjects(), options.warmUp(), options.rounds());
  }

  private static void report(Durability durability, Map<Contender, Sample> samples) {
    System.out.printf("%n%s%n%n", durability.title);
    System.out.println("| events per second | min | median | max | engine is faster by (95 %) |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    var engine = samples.getOrDefault(Contender.ENGINE, new Sample(List.of()));
    samples.forEach(
        (contender, sample) ->
            System.out.printf(
                "| %s | %,.0f | %,.0f | %,.0f | %s |%n",
                contender.title,
                sample.min(),
                sample.median(),
                sample.max(),
                contender == Contender.ENGINE
                    ? ""
                    : "%.1f × (%s)"
                        .formatted(
                            engine.median() / sample.median(), engine.timesAsFastAs(sample))));
  }
}
