package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of latency.
 *
 * @param loads in percent of the contender's throughput
 * @param seconds how long each load lasts
 * @param warmUpSeconds how long the throughput is found out before, half of it to warm up
 * @param rounds how often each contender has its turn
 * @param contenders who takes part; those on Redis only
 * @param out the folder for the result
 */
record LatencyPlan(
    List<Integer> loads,
    int seconds,
    int warmUpSeconds,
    int rounds,
    List<Durability> durabilities,
    List<Contender> contenders,
    @Nullable Path out) {

  static final String USAGE =
      "usage: benchmarks/run latency [--loads PERCENT,PERCENT] [--seconds N] [--warm-up SECONDS]"
          + " [--rounds N] [--fsync off,system,always] [--only NAME,NAME] [--out FOLDER]";

  private static final Set<String> KNOWN =
      Set.of("--loads", "--seconds", "--warm-up", "--rounds", "--fsync", "--only", "--out");

  static LatencyPlan parse(String[] args, int from) {
    var given = new Arguments(args, from, KNOWN);
    var contenders =
        given.some(
            "--only",
            Contender.class,
            List.of(Contender.ENGINE, Contender.TUNED, Contender.CONTAINER));
    for (var each : contenders) {
      if (each.isOnKafka()) {
        throw new IllegalArgumentException(
            "--only takes those on Redis here: " + each.title + " is not");
      }
    }
    return new LatencyPlan(
        given.numbers("--loads", List.of(10, 50, 80)),
        given.number("--seconds", 15),
        given.number("--warm-up", 16),
        given.number("--rounds", 3),
        given.durabilities(Durability.USUAL),
        contenders,
        given.out());
  }
}
