package io.orderstream.benchmarks.system;

import io.orderstream.stack.order.Sample;
import io.orderstream.stack.order.Samples;
import java.util.ArrayDeque;
import java.util.Queue;

/** Orders that are all paid, as many as are wanted. Thread-safe. */
final class Purchases {

  private static final int PAGE = 500;
  private static final long SEED = 7;

  private final Queue<Sample> ready = new ArrayDeque<>();

  synchronized Sample next() {
    if (ready.isEmpty()) {
      ready.addAll(new Samples(SEED).paidWith("pm_card_visa", PAGE));
    }
    return ready.remove();
  }
}
