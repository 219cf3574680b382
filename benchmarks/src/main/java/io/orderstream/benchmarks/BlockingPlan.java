package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of handlers that block.
 *
 * @param events how many calls
 * @param keys how many callers make them, for each measurement
 * @param rounds how often each contender has its turn
 * @param warmUpSeconds how long other calls are taken before, in the same process
 * @param out the folder for the result
 */
record BlockingPlan(
    int events,
    List<Integer> keys,
    int rounds,
    int warmUpSeconds,
    Durability durability,
    List<CallTaker> contenders,
    @Nullable Path out) {

  static final String USAGE =
      "usage: benchmarks/run blocking [--events N] [--keys N,N] [--rounds N] [--warm-up SECONDS]"
          + " [--fsync off|always] [--only NAME,NAME] [--out FOLDER]";

  private static final Set<String> KNOWN =
      Set.of("--events", "--keys", "--rounds", "--warm-up", "--fsync", "--only", "--out");

  static BlockingPlan parse(String[] args, int from) {
    var given = new Arguments(args, from, KNOWN);
    return new BlockingPlan(
        given.number("--events", 10_000),
        given.numbers("--keys", List.of(1, 20, 1_000, 10_000)),
        given.number("--rounds", 3),
        given.number("--warm-up", 8),
        given.durability(Durability.NONE),
        given.some("--only", CallTaker.class, List.of(CallTaker.values())),
        given.out());
  }
}
