package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured.
 *
 * @param events how many are measured, after the warm-up's
 * @param warmUp how many are handled before, in the same process
 * @param rounds how often each contender has its turn
 * @param out the folder for the result as a table, as JSON and as a plot
 * @param contenders who takes part
 */
record Options(int events, int warmUp, int rounds, @Nullable Path out, List<Contender> contenders) {

  static final String USAGE =
      "usage: benchmarks/run throughput [--quick] [--events N] [--rounds N] [--out FOLDER]"
          + " [--only NAME,NAME]";

  private static final Options USUAL =
      new Options(200_000, 100_000, 3, null, List.of(Contender.values()));
  private static final Options QUICK =
      new Options(10_000, 5_000, 1, null, List.of(Contender.values()));

  static Options parse(String[] args, int from) {
    var options = USUAL;
    for (int i = from; i < args.length; i++) {
      var given = options;
      options =
          switch (args[i]) {
            case "--quick" -> QUICK;
            case "--events" ->
                new Options(
                    number(args, ++i), given.warmUp, given.rounds, given.out, given.contenders);
            case "--rounds" ->
                new Options(
                    given.events, given.warmUp, number(args, ++i), given.out, given.contenders);
            case "--out" ->
                new Options(
                    given.events,
                    given.warmUp,
                    given.rounds,
                    Path.of(value(args, ++i)),
                    given.contenders);
            case "--only" ->
                new Options(
                    given.events, given.warmUp, given.rounds, given.out, contenders(args, ++i));
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return options;
  }

  private static List<Contender> contenders(String[] args, int at) {
    try {
      return Stream.of(value(args, at).split(",")).map(Contender::valueOf).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          args[at - 1] + " takes some of " + List.of(Contender.values()), e);
    }
  }

  private static int number(String[] args, int at) {
    if (!value(args, at).matches("[1-9]\\d{0,7}")) {
      throw new IllegalArgumentException(args[at - 1] + " needs a number of 1 to 99,999,999");
    }
    return Integer.parseInt(args[at]);
  }

  private static String value(String[] args, int at) {
    if (at >= args.length) {
      throw new IllegalArgumentException(args[at - 1] + " needs a value");
    }
    return args[at];
  }

  int total() {
    return warmUp + events;
  }
}
