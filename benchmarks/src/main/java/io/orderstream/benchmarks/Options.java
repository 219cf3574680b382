package io.orderstream.benchmarks;

/**
 * What is measured.
 *
 * @param events how many are measured, after the warm-up's
 * @param warmUp how many are handled before, in the same process
 * @param subjects how many accounts the events are about
 * @param rounds how often each contender has its turn
 */
record Options(int events, int warmUp, int subjects, int rounds) {

  private static final Options USUAL = new Options(100_000, 20_000, 10_000, 5);
  private static final Options QUICK = new Options(10_000, 5_000, 1_000, 2);

  static Options parse(String[] args, int from) {
    var options = USUAL;
    for (int i = from; i < args.length; i++) {
      options =
          switch (args[i]) {
            case "--quick" -> QUICK;
            case "--events" -> options.withEvents(number(args, ++i));
            case "--rounds" -> options.withRounds(number(args, ++i));
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return options;
  }

  private static int number(String[] args, int at) {
    if (at >= args.length || !args[at].matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(args[at - 1] + " needs a number of at least 1");
    }
    return Integer.parseInt(args[at]);
  }

  private Options withEvents(int number) {
    return new Options(number, warmUp, subjects, rounds);
  }

  private Options withRounds(int number) {
    return new Options(events, warmUp, subjects, number);
  }

  int total() {
    return warmUp + events;
  }
}
