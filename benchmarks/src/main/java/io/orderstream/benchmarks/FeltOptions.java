package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which faults, and how often.
 *
 * @param rate events a second
 * @param rounds how often each fault happens, with each lease
 * @param leases values of {@code streams.lease}
 * @param out the folder for the result as a table, as JSON and as a plot
 */
record FeltOptions(
    int rate, int rounds, List<Duration> leases, @Nullable Path out, Set<Fault> faults) {

  static final String USAGE =
      "usage: benchmarks/run felt [--quick] [--rate N] [--rounds N] [--lease SECONDS,SECONDS]"
          + " [--out FOLDER] [--only STOP,KILL,REDIS]";

  private static final FeltOptions USUAL =
      new FeltOptions(
          200,
          5,
          List.of(Duration.ofSeconds(10), Duration.ofSeconds(3)),
          null,
          EnumSet.of(Fault.STOP, Fault.KILL, Fault.REDIS));

  static FeltOptions parse(String[] line, int from) {
    var args = new Arguments(line, from);
    var is = USUAL;
    while (args.hasMore()) {
      is =
          switch (args.option()) {
            case "--quick" ->
                new FeltOptions(is.rate, 2, List.of(Duration.ofSeconds(3)), is.out, is.faults);
            case "--rate" ->
                new FeltOptions(args.number(), is.rounds, is.leases, is.out, is.faults);
            case "--rounds" ->
                new FeltOptions(is.rate, args.number(), is.leases, is.out, is.faults);
            case "--lease" ->
                new FeltOptions(is.rate, is.rounds, args.seconds(), is.out, is.faults);
            case "--out" -> new FeltOptions(is.rate, is.rounds, is.leases, args.path(), is.faults);
            case "--only" ->
                new FeltOptions(is.rate, is.rounds, is.leases, is.out, args.some(Fault.class));
            default -> throw args.unknown();
          };
    }
    return is;
  }
}
