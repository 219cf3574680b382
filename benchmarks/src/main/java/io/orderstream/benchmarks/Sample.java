package io.orderstream.benchmarks;

import java.util.List;

/** Events per second, one value for each round. */
record Sample(List<Double> rates) {

  /** Student's t for 95 %, by degrees of freedom from 1; beyond that as for the last. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145
  };

  double min() {
    return rates.stream().mapToDouble(rate -> rate).min().orElse(Double.NaN);
  }

  double max() {
    return rates.stream().mapToDouble(rate -> rate).max().orElse(Double.NaN);
  }

  double median() {
    var sorted = rates.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The 95 % confidence interval of how many times as fast this was as the other, from the ratio in
   * each round (Student's t on their logarithms).
   */
  String timesAsFastAs(Sample other) {
    var count = rates.size();
    if (count < 2) {
      return "one round only";
    }
    double sum = 0;
    double squares = 0;
    for (int round = 0; round < count; round++) {
      var log = Math.log(rates.get(round) / other.rates.get(round));
      sum += log;
      squares += log * log;
    }
    var mean = sum / count;
    var deviation = Math.sqrt(Math.max(0, (squares - count * mean * mean) / (count - 1)));
    var half = T[Math.min(count - 1, T.length) - 1] * deviation / Math.sqrt(count);
    return "%.2f to %.2f".formatted(Math.exp(mean - half), Math.exp(mean + half));
  }
}
