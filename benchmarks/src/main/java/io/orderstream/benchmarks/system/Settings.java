package io.orderstream.benchmarks.system;

import io.orderstream.benchmarks.Arguments;
import java.nio.file.Path;
import java.util.Set;
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

  /**
   * @throws IllegalArgumentException when there is something that can't be understood
   */
  static Settings parse(String[] args, int from) {
    var given = new Arguments(args, from, Set.of("--quick", "--rounds", "--seconds", "--out"));
    return new Settings(
        given.number("--rounds", given.isQuick() ? 1 : 5),
        given.number("--seconds", given.isQuick() ? 10 : 60),
        given.out());
  }
}
