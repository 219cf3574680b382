package io.orderstream.benchmarks;

/** The events that wait on a server, and whether each took effect once. */
interface Workload extends AutoCloseable {

  /** Puts every event, the warm-up's too, where it waits; each is about an account of its own. */
  void fill();

  /** How many took effect so far. */
  long published();

  /** How many are not acked. */
  long pending();

  /**
   * Looks at every account, the published events and the acks.
   *
   * @throws IllegalStateException when an event took effect twice, or not at all
   */
  void check();

  @Override
  void close();

  static void expect(String what, long expected, long is) {
    if (expected != is) {
      throw new IllegalStateException("%s: %d, expected %d".formatted(what, is, expected));
    }
  }
}
