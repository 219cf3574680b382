package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the growth is measured, and how thoroughly.
 *
 * @param events how many are measured in each turn, after the warm-up's
 * @param warmUp how many are handled before, by the same instances
 * @param rounds how often each setting has its turn
 * @param most leaves out turns with more events waiting than that
 * @param out the folder for the result as a table, as JSON and as a plot
 */
record GrowthOptions(
    int events, int warmUp, int rounds, int most, @Nullable Path out, List<Growing> only) {

  static final String USAGE =
      "usage: benchmarks/run growth [--quick] [--events N] [--warm-up N] [--rounds N] [--most N]"
          + " [--out FOLDER] [--only WAITING,PARTITIONS,INSTANCES,BYTES]";

  private static final Set<String> KNOWN =
      Set.of("--quick", "--events", "--warm-up", "--rounds", "--most", "--out", "--only");

  static GrowthOptions parse(String[] line, int from) {
    var given = new Arguments(line, from, KNOWN);
    var quick = given.isQuick();
    return new GrowthOptions(
        given.number("--events", quick ? 20_000 : 100_000),
        given.number("--warm-up", quick ? 20_000 : 100_000),
        given.number("--rounds", quick ? 1 : 3),
        given.number("--most", quick ? 1_000_000 : 5_000_000),
        given.out(),
        given.some("--only", Growing.class, List.of(Growing.values())));
  }

  int handled() {
    return warmUp + events;
  }
}
