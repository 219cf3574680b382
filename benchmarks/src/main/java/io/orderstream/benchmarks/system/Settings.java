package io.orderstream.benchmarks.system;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How long is measured.
 *
 * @param rounds how often each contender has its turn
 * @param seconds how long each turn takes, where it is not over by itself
 * @param out the folder for the result as a table, as JSON and as a plot
 */
record Settings(int rounds, int seconds, @Nullable Path out) {

  static final String USAGE =
      "usage: benchmarks/run start|idle|system [--quick] [--rounds N] [--seconds N] [--out FOLDER]";

  private static final Settings USUAL = new Settings(5, 60, null);
  private static final Settings QUICK = new Settings(1, 10, null);

  /**
   * @throws IllegalArgumentException when there is something that can't be understood
   */
  static Settings parse(String[] args, int from) {
    var settings = USUAL;
    for (int i = from; i < args.length; i++) {
      var given = settings;
      settings =
          switch (args[i]) {
            case "--quick" -> new Settings(QUICK.rounds, QUICK.seconds, given.out);
            case "--rounds" -> new Settings(number(args, ++i), given.seconds, given.out);
            case "--seconds" -> new Settings(given.rounds, number(args, ++i), given.out);
            case "--out" -> new Settings(given.rounds, given.seconds, Path.of(value(args, ++i)));
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return settings;
  }

  private static int number(String[] args, int at) {
    if (!value(args, at).matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(args[at - 1] + " needs a number of 1 to 9,999");
    }
    return Integer.parseInt(args[at]);
  }

  private static String value(String[] args, int at) {
    if (at >= args.length) {
      throw new IllegalArgumentException(args[at - 1] + " needs a value");
    }
    return args[at];
  }
}
