package io.orderstream.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** What the rounds came to: the one in the middle, the least and the most. */
record Spread(double median, double least, double most) {

  static <T> Spread of(Collection<T> rounds, ToDoubleFunction<T> value) {
    var sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return new Spread(middle(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  private static double middle(double[] sorted) {
    var at = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[at]
        : Arrays.stream(sorted, at - 1, at + 1).average().orElseThrow();
  }

  /** As {@code 1.25 (1.20 to 1.31)}. */
  String text(int digits) {
    var number = "%,." + digits + "f";
    return (number + " (" + number + " to " + number + ")").formatted(median, least, most);
  }
}
