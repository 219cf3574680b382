package io.orderstream.order;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Entities;
import io.orderstream.streams.Event;
import io.orderstream.streams.Page;
import io.orderstream.streams.StreamsUnavailableException;
import io.orderstream.streams.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps orders in a map, one command at a time; can be away, or broken, as Redis and code can. */
final class InMemoryOrders implements Entities<Order> {

  private final Map<String, Versioned<Order>> orders = new HashMap<>();
  private final List<Event> published = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private volatile Runnable meanwhile = () -> {};

  @Override
  public Optional<Versioned<Order>> find(String subject) {
    meanwhile.run();
    synchronized (this) {
      failIfAsked();
      return Optional.ofNullable(orders.get(subject));
    }
  }

  @Override
  public Page<Order> list(String index, int limit, @Nullable String after) {
    throw new UnsupportedOperationException("nothing lists here");
  }

  @Override
  public synchronized Versioned<Order> decide(
      String subject, Function<@Nullable Order, Decision<Order>> decide) {
    failIfAsked();
    var before = orders.get(subject);
    var decision = decide.apply(before == null ? null : before.entity());
    published.addAll(decision.events());
    var next = decision.entity();
    if (next != null) {
      orders.put(subject, new Versioned<>(before == null ? 1 : before.version() + 1, next));
    }
    return Optional.ofNullable(orders.get(subject)).orElseThrow(IllegalStateException::new);
  }

  synchronized void clear() {
    orders.clear();
    published.clear();
    failure = null;
    meanwhile = () -> {};
  }

  synchronized void store(Order order) {
    orders.put(order.orderId().value(), new Versioned<>(1, order));
  }

  synchronized List<Event> published() {
    return List.copyOf(published);
  }

  synchronized int count() {
    return orders.size();
  }

  void isAway(Duration retryAfter) {
    failure = new StreamsUnavailableException("away", retryAfter, new RuntimeException("closed"));
  }

  /** Runs while an order is looked for. */
  void meanwhile(Runnable other) {
    meanwhile = other;
  }

  void hasABug() {
    failure = new IllegalStateException("secret com.example.Internals");
  }

  private void failIfAsked() {
    if (failure != null) {
      throw failure;
    }
  }
}
