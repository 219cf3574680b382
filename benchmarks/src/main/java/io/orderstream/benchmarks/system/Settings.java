package io.orderstream.benchmarks.system;

import io.orderstream.benchmarks.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long is measured.
 *
 * @param rounds how often each contender has its turn
 * @param seconds how long each turn takes, where it is not over by itself
 * @param out the folder for the result as a table, as JSON and as a plot
 * @param only what of {@code system} is measured
 */
record Settings(int rounds, int seconds, @Nullable Path out, List<Aspect> only) {

  static final String USAGE =
      "usage: benchmarks/run start|idle|system [--quick] [--rounds N] [--seconds N] [--out FOLDER]"
          + " [--only FLOW,POST, of system]";

  private static final Set<String> KNOWN = Set.of("--quick", "--rounds", "--seconds", "--out");
  private static final Set<String> KNOWN_OF_SYSTEM =
      Set.of("--quick", "--rounds", "--seconds", "--out", "--only");

  /** What is looked at of the system. */
  enum Aspect {
    /** Orders, from being placed to the mail that says they are paid. */
    FLOW,
    /** Placing them alone, against a bare endpoint. */
    POST
  }

  /**
   * Of the whole line, whose first word says what is measured.
   *
   * @throws IllegalArgumentException when there is something that can't be understood
   */
  static Settings parse(String[] args) {
    var given = new Arguments(args, 1, args[0].equals("system") ? KNOWN_OF_SYSTEM : KNOWN);
    return new Settings(
        given.number("--rounds", given.isQuick() ? 1 : 5),
        given.number("--seconds", given.isQuick() ? 10 : 60),
        given.out(),
        given.some("--only", Aspect.class, List.of(Aspect.values())));
  }
}
