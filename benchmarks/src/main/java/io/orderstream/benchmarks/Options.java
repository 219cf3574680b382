package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured.
 *
 * @param events how many are measured, after the warm-up's
 * @param warmUp how many are handled before, in the same process
 * @param rounds how often each contender has its turn
 * @param out the folder for the result as a table, as JSON and as a plot
 * @param contenders who takes part
 * @param durabilities how durable the servers are, in turns of their own
 */
record Options(
    int events,
    int warmUp,
    int rounds,
    @Nullable Path out,
    List<Contender> contenders,
    List<Durability> durabilities) {

  static final String USAGE =
      "usage: benchmarks/run throughput [--quick] [--events N] [--warm-up N] [--rounds N] [--out FOLDER]"
          + " [--only NAME,NAME] [--fsync off,system,always]";

  /** Whoever does one event after another has so many times fewer of them, or a run takes hours. */
  static final int FEWER = 10;

  private static final Set<String> KNOWN =
      Set.of("--quick", "--events", "--warm-up", "--rounds", "--out", "--only", "--fsync");

  static Options parse(String[] args, int from) {
    var given = new Arguments(args, from, KNOWN);
    var quick = given.isQuick();
    return new Options(
        given.number("--events", quick ? 10_000 : 200_000),
        given.number("--warm-up", quick ? 5_000 : 300_000),
        given.number("--rounds", quick ? 1 : 3),
        given.out(),
        given.some("--only", Contender.class, List.of(Contender.values())),
        given.durabilities(Durability.USUAL));
  }

  /** What this contender has to do of it. */
  Options of(Contender contender) {
    return contender.isOneByOne()
        ? new Options(
            Math.max(1, events / FEWER),
            Math.max(1, warmUp / FEWER),
            rounds,
            out,
            contenders,
            durabilities)
        : this;
  }

  int total() {
    return warmUp + events;
  }
}
