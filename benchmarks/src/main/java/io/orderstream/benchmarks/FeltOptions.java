package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
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
    int rate, int rounds, List<Duration> leases, @Nullable Path out, List<Fault> faults) {

  static final String USAGE =
      "usage: benchmarks/run felt [--quick] [--rate N] [--rounds N] [--lease SECONDS,SECONDS]"
          + " [--out FOLDER] [--only STOP,KILL,REDIS]";

  private static final Set<String> KNOWN =
      Set.of("--quick", "--rate", "--rounds", "--lease", "--out", "--only");

  static FeltOptions parse(String[] line, int from) {
    var given = new Arguments(line, from, KNOWN);
    var leases = given.numbers("--lease", given.isQuick() ? List.of(3) : List.of(10, 3));
    var alone = List.of(Fault.STOP, Fault.KILL, Fault.REDIS);
    var faults = given.some("--only", Fault.class, alone);
    if (!alone.containsAll(faults)) {
      throw new IllegalArgumentException(
          "--only takes some of " + alone + "; COME is part of the first two");
    }
    return new FeltOptions(
        given.number("--rate", 200),
        given.number("--rounds", given.isQuick() ? 2 : 5),
        leases.stream().map(Duration::ofSeconds).toList(),
        given.out(),
        faults);
  }
}
