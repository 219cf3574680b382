package io.orderstream.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is measured.
 *
 * @param events how many are measured, after the warm-up's
 * @param warmUp how many are handled before, in the same process
 * @param rounds how often each contender has its turn
 * @param plot where to draw the result
 */
record Options(int events, int warmUp, int rounds, @Nullable Path plot) {

  static final String USAGE =
      "usage: benchmarks/run throughput [--quick] [--events N] [--rounds N] [--plot FILE.svg]";

  private static final Options USUAL = new Options(100_000, 20_000, 3, null);
  private static final Options QUICK = new Options(10_000, 5_000, 1, null);

  static Options parse(String[] args, int from) {
    var options = USUAL;
    for (int i = from; i < args.length; i++) {
      var given = options;
      options =
          switch (args[i]) {
            case "--quick" -> QUICK;
            case "--events" ->
                new Options(number(args, ++i), given.warmUp, given.rounds, given.plot);
            case "--rounds" ->
                new Options(given.events, given.warmUp, number(args, ++i), given.plot);
            case "--plot" ->
                new Options(given.events, given.warmUp, given.rounds, Path.of(value(args, ++i)));
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return options;
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
