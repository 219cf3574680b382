package io.orderstream.stack;

import io.orderstream.stack.system.RedisAddress;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./demo} is asked to do.
 *
 * @param orders how many to place
 * @param rate orders a second; infinity for as fast as they are accepted
 * @param exit whether it ends by itself
 * @param json whether the summary is a JSON object
 * @param redis a server that runs already, or null for the embedded one
 * @param instances how many of a service
 * @param soak how long to place orders while things fail, or null to place so many
 * @param seed what decides which things fail
 */
record Options(
    int orders,
    double rate,
    boolean exit,
    boolean json,
    @Nullable RedisAddress redis,
    Map<ServiceKind, Integer> instances,
    @Nullable Duration soak,
    long seed) {

  static final String USAGE =
      """
      usage: ./demo [--orders N] [--rate R] [--exit] [--json] [--redis URL] [--instances LIST]
             ./demo --soak TIME [--seed N]

        --orders N         place N orders, 1 to 1000000 (20)
        --rate R           R orders a second, more than 0 (as fast as they are accepted)
        --exit             wait until all are done, print a summary, stop; exit code 0 if all is well
        --json             print the summary as JSON
        --redis URL        use this Redis instead of the embedded one: redis://host:port,
                           redis-cluster://host:port,host:port or
                           redis-sentinel://host:port,host:port#master
        --instances LIST   several instances, as in order=2,payment=3; 1 to 9 of each
        --soak TIME        for this long, as in 90s or 10m, place orders at half of full speed and
                           break something every five seconds; exit code 0 if no order was lost,
                           doubled or out of order. Not with other options but --seed
        --seed N           what is broken when (1)
        --help             this text
      """;

  /**
   * @throws StackException when there is something that can't be understood
   */
  static Options parse(String... args) {
    return new Reading().read(Arrays.asList(args).iterator());
  }

  private static final class Reading {

    private int orders = 20;
    private double rate = Double.POSITIVE_INFINITY;
    private boolean exit;
    private boolean json;
    private @Nullable RedisAddress redis;
    private @Nullable Duration soak;
    private long seed = 1;
    private final Map<ServiceKind, Integer> instances = new EnumMap<>(ServiceKind.class);

    Options read(Iterator<String> args) {
      while (args.hasNext()) {
        take(args.next(), args);
      }
      return new Options(orders, rate, exit, json, redis, instances, soak, seed);
    }

    private void take(String option, Iterator<String> args) {
      switch (option) {
        case "--orders" -> orders = (int) number(option, value(option, args), 1, 1_000_000);
        case "--rate" -> rate = positive(option, value(option, args));
        case "--exit" -> exit = true;
        case "--json" -> json = true;
        case "--redis" -> redis = new RedisAddress(value(option, args));
        case "--soak" -> soak = time(option, value(option, args));
        case "--seed" -> seed = number(option, value(option, args), 0, Long.MAX_VALUE);
        case "--instances" -> instances(value(option, args));
        default -> throw new StackException("unknown option " + option);
      }
    }

    private void instances(String list) {
      for (var part : list.split(",", -1)) {
        var pair = part.split("=", 2);
        if (pair.length < 2) {
          throw new StackException("--instances is like order=2,payment=3, not " + list);
        }
        instances.put(kind(pair[0]), (int) number("--instances " + pair[0], pair[1], 1, 9));
      }
    }

    private static ServiceKind kind(String name) {
      return Arrays.stream(ServiceKind.values())
          .filter(kind -> kind.shortName().equals(name))
          .findFirst()
          .orElseThrow(() -> new StackException("--instances knows " + names() + ", not " + name));
    }

    private static List<String> names() {
      return Arrays.stream(ServiceKind.values()).map(ServiceKind::shortName).toList();
    }

    private static String value(String option, Iterator<String> args) {
      if (!args.hasNext()) {
        throw new StackException(option + " needs a value");
      }
      return args.next();
    }

    private static long number(String option, String text, long least, long most) {
      try {
        var number = Long.parseLong(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new StackException(
          "%s is a whole number from %d to %d, not %s".formatted(option, least, most, text));
    }

    private static Duration time(String option, String text) {
      if (text.matches("[1-9][0-9]{0,5}[smh]")) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      }
      throw new StackException(option + " is a time such as 90s, 10m or 2h, not " + text);
    }

    private static double positive(String option, String text) {
      try {
        var number = Double.parseDouble(text);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new StackException(option + " is a number above 0, not " + text);
    }
  }
}
