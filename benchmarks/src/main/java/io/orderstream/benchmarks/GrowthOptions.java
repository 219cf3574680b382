package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.EnumSet;
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
    int events, int warmUp, int rounds, int most, @Nullable Path out, Set<Growing> only) {

  static final String USAGE =
      "usage: benchmarks/run growth [--quick] [--events N] [--rounds N] [--most N] [--out FOLDER]"
          + " [--only WAITING,PARTITIONS,INSTANCES,BYTES]";

  private static final GrowthOptions USUAL =
      new GrowthOptions(100_000, 100_000, 3, 5_000_000, null, EnumSet.allOf(Growing.class));

  private GrowthOptions quick() {
    return new GrowthOptions(20_000, 20_000, 1, 1_000_000, out, only);
  }

  static GrowthOptions parse(String[] line, int from) {
    var args = new Arguments(line, from);
    var is = USUAL;
    while (args.hasMore()) {
      is =
          switch (args.option()) {
            case "--quick" -> is.quick();
            case "--events" ->
                new GrowthOptions(args.number(), is.warmUp, is.rounds, is.most, is.out, is.only);
            case "--rounds" ->
                new GrowthOptions(is.events, is.warmUp, args.number(), is.most, is.out, is.only);
            case "--most" ->
                new GrowthOptions(is.events, is.warmUp, is.rounds, args.number(), is.out, is.only);
            case "--out" ->
                new GrowthOptions(is.events, is.warmUp, is.rounds, is.most, args.path(), is.only);
            case "--only" ->
                new GrowthOptions(
                    is.events, is.warmUp, is.rounds, is.most, is.out, args.some(Growing.class));
            default -> throw args.unknown();
          };
    }
    return is;
  }

  int handled() {
    return warmUp + events;
  }
}
