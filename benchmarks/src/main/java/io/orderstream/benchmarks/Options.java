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
          + " [--only NAME,NAME] [--fsync off|always]";

  /** Whoever does one event after another has so many times fewer of them, or a run takes hours. */
  static final int FEWER = 10;

  private static final Options USUAL =
      new Options(
          200_000, 300_000, 3, null, List.of(Contender.values()), List.of(Durability.values()));
  private static final Options QUICK =
      new Options(
          10_000, 5_000, 1, null, List.of(Contender.values()), List.of(Durability.values()));

  static Options parse(String[] args, int from) {
    var options = USUAL;
    for (int i = from; i < args.length; i++) {
      options =
          switch (args[i]) {
            case "--quick" -> QUICK;
            case "--events" -> options.withEvents(number(args, ++i));
            case "--warm-up" -> options.withWarmUp(number(args, ++i));
            case "--rounds" -> options.withRounds(number(args, ++i));
            case "--out" -> options.withOut(Path.of(value(args, ++i)));
            case "--only" -> options.withContenders(contenders(args, ++i));
            case "--fsync" -> options.withDurabilities(durabilities(args, ++i));
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return options;
  }

  private Options withEvents(int number) {
    return new Options(number, warmUp, rounds, out, contenders, durabilities);
  }

  private Options withWarmUp(int number) {
    return new Options(events, number, rounds, out, contenders, durabilities);
  }

  private Options withRounds(int number) {
    return new Options(events, warmUp, number, out, contenders, durabilities);
  }

  private Options withOut(Path folder) {
    return new Options(events, warmUp, rounds, folder, contenders, durabilities);
  }

  private Options withContenders(List<Contender> those) {
    return new Options(events, warmUp, rounds, out, those, durabilities);
  }

  private Options withDurabilities(List<Durability> those) {
    return new Options(events, warmUp, rounds, out, contenders, those);
  }

  private static List<Durability> durabilities(String[] args, int at) {
    return switch (value(args, at)) {
      case "off" -> List.of(Durability.NONE);
      case "always" -> List.of(Durability.ALWAYS);
      default -> throw new IllegalArgumentException(args[at - 1] + " takes off or always");
    };
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

  /** What this contender has to do of it. */
  Options of(Contender contender) {
    return contender.isOneByOne()
        ? withEvents(Math.max(1, events / FEWER)).withWarmUp(Math.max(1, warmUp / FEWER))
        : this;
  }

  int total() {
    return warmUp + events;
  }
}
