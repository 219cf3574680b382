package io.orderstream.benchmarks;

import java.util.List;

/** What grows, and to what. */
enum Growing {
  WAITING("events waiting", 10_000, 10_000, 100_000, 1_000_000, 5_000_000),
  PARTITIONS("partitions", 8, 1, 8, 64, 256),
  INSTANCES("instances", 1, 1, 2, 4),
  BYTES("bytes", 0);

  /** Enough that none runs dry. */
  private static final int ENOUGH = 20_000;

  private static final int USUAL_PARTITIONS = 8;

  final String title;

  /** Which value the others are compared with. */
  final int base;

  private final List<Integer> values;

  Growing(String title, int base, Integer... values) {
    this.title = title;
    this.base = base;
    this.values = List.of(values);
  }

  /**
   * One of the things to measure.
   *
   * @param value of what grows
   * @param waiting how many events wait behind those that are measured
   */
  record Step(int value, int waiting, int partitions, int instances) {}

  List<Step> steps(int most) {
    return values.stream().map(this::step).filter(step -> step.waiting() <= most).toList();
  }

  private Step step(int value) {
    return switch (this) {
      case WAITING -> new Step(value, value, USUAL_PARTITIONS, 1);
      case PARTITIONS -> new Step(value, ENOUGH, value, 1);
      case INSTANCES, BYTES -> new Step(value, ENOUGH, USUAL_PARTITIONS, value);
    };
  }
}
