package io.orderstream.stack.provider;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Counts what happened to each order; not thread-safe. */
final class Tally {

  /**
   * What happened to one order.
   *
   * @param attempts every request that named it and was let in, repeats and 503s among them
   */
  record Order(int captures, int refunds, int declines, int attempts) {

    private static final Order NONE = new Order(0, 0, 0, 0);

    private Order plus(Entry.Kind kind) {
      return new Order(
          captures + (kind == Entry.Kind.CAPTURE ? 1 : 0),
          refunds + (kind == Entry.Kind.REFUND ? 1 : 0),
          declines + (kind == Entry.Kind.DECLINE ? 1 : 0),
          attempts + 1);
    }
  }

  /**
   * The counts over all orders.
   *
   * @param doubleCharges captures beyond the first of an order, under whatever keys
   * @param doubleRefunds refunds beyond the first of an order
   */
  record Summary(
      int captures,
      int refunds,
      int declines,
      int replays,
      int doubleCharges,
      int doubleRefunds,
      Map<String, Order> orders) {}

  private final Map<String, Order> orders = new TreeMap<>();
  private int replays;
  private int captures;
  private int refunds;
  private int declines;

  void add(Entry entry) {
    switch (entry.kind()) {
      case CAPTURE -> captures++;
      case REFUND -> refunds++;
      case DECLINE -> declines++;
      case REPLAY -> replays++;
      case INVALID, UNAVAILABLE -> {}
    }
    if (!entry.order().isEmpty()) {
      orders.compute(
          entry.order(), (id, order) -> (order == null ? Order.NONE : order).plus(entry.kind()));
    }
  }

  Summary summary() {
    return new Summary(
        captures,
        refunds,
        declines,
        replays,
        beyondFirst(orders.values(), Order::captures),
        beyondFirst(orders.values(), Order::refunds),
        Map.copyOf(orders));
  }

  private static int beyondFirst(Collection<Order> orders, ToIntFunction<Order> count) {
    return orders.stream().mapToInt(count).map(n -> Math.max(0, n - 1)).sum();
  }
}
