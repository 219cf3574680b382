package io.orderstream.benchmarks.system;

import io.orderstream.stack.order.OrderClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Customers who place orders. */
final class Load {

  private static final int AT_ONCE = 64;
  private static final int DIGITS = 3;

  private final OrderClient client;
  private final Purchases purchases;
  private final Consumer<String> placed;

  /**
   * @param placed is told the id of each order, from many threads
   */
  Load(OrderClient client, Purchases purchases, Consumer<String> placed) {
    this.client = client;
    this.purchases = purchases;
    this.placed = placed;
  }

  /**
   * Closed: each customer places the next order when the last one was answered.
   *
   * @param more whether a customer may place another one; may block
   * @return how many were placed
   */
  long closed(BooleanSupplier more) throws InterruptedException {
    var count = new LongAdder();
    var customers = new ArrayList<Callable<Void>>();
    for (int i = 0; i < AT_ONCE; i++) {
      customers.add(
          () -> {
            while (more.getAsBoolean()) {
              placed.accept(client.place(purchases.next()));
              count.increment();
            }
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      check(threads.invokeAll(customers));
    }
    return count.sum();
  }

  /**
   * Open: orders come when they come, whether or not earlier ones were answered. A time counts from
   * when the order was due, so what it waited for its turn is in it (no coordinated omission).
   *
   * @return microseconds
   */
  Histogram open(double perSecond, int seconds) throws InterruptedException {
    var times = new ConcurrentHistogram(DIGITS);
    var calls = new ArrayList<Future<Void>>();
    var count = (int) (perSecond * seconds);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        var due = start + (long) (i / perSecond * 1e9);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        calls.add(threads.submit(() -> time(due, times)));
      }
    }
    check(calls);
    return times;
  }

  private Void time(long due, Histogram times) throws InterruptedException {
    placed.accept(client.place(purchases.next()));
    times.recordValue((System.nanoTime() - due) / 1000);
    return null;
  }

  private static void check(List<Future<Void>> calls) throws InterruptedException {
    for (var call : calls) {
      try {
        call.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an order was not placed", e);
      }
    }
  }
}
