package io.orderstream.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A contender's turns, one for each round. */
record Sample(List<Pace> turns) {

  double median(ToDoubleFunction<Pace> of) {
    return median(turns.stream().mapToDouble(of).toArray());
  }

  /** The slowest and the fastest turn. */
  String range() {
    var rates = turns.stream().mapToDouble(Pace::eventsPerSecond).summaryStatistics();
    return "%,.0f to %,.0f".formatted(rates.getMin(), rates.getMax());
  }

  /** How many times as fast this was as the other: the median of the rounds, least and most. */
  String timesAsFastAs(Sample other) {
    var ratios =
        IntStream.range(0, turns.size())
            .mapToDouble(n -> turns.get(n).eventsPerSecond() / other.turns.get(n).eventsPerSecond())
            .sorted()
            .toArray();
    return "%.1f (%.1f to %.1f)".formatted(median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  static double median(double[] values) {
    var sorted = Arrays.stream(values).sorted().toArray();
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
