package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;

/** What follows a measurement's name on the command line. */
final class Arguments {

  private final ArrayDeque<String> left;
  private String option = "";

  /**
   * @param from where the options begin
   */
  Arguments(String[] args, int from) {
    left = new ArrayDeque<>(List.of(args).subList(from, args.length));
  }

  boolean hasMore() {
    return !left.isEmpty();
  }

  String option() {
    option = left.removeFirst();
    return option;
  }

  String value() {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return left.removeFirst();
  }

  int number() {
    var digits = value();
    if (!digits.matches("[1-9]\\d{0,7}")) {
      throw new IllegalArgumentException(option + " needs a number of 1 to 99,999,999");
    }
    return Integer.parseInt(digits);
  }

  Path path() {
    return Path.of(value());
  }

  /** Seconds, one or more of them. */
  List<Duration> seconds() {
    var all = value();
    if (!all.matches("[1-9]\\d{0,2}(,[1-9]\\d{0,2})*")) {
      throw new IllegalArgumentException(option + " needs numbers of seconds, such as 3,10");
    }
    return List.of(all.split(",")).stream()
        .map(each -> Duration.ofSeconds(Long.parseLong(each)))
        .toList();
  }

  <E extends Enum<E>> EnumSet<E> some(Class<E> of) {
    var some = EnumSet.noneOf(of);
    try {
      for (var name : value().split(",")) {
        some.add(Enum.valueOf(of, name));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " takes some of " + EnumSet.allOf(of), e);
    }
    return some;
  }

  IllegalArgumentException unknown() {
    return new IllegalArgumentException("unknown option " + option);
  }
}
