package io.orderstream.stack.order;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Many customers at once, who place their orders and cancel some of them. */
public final class Customers {

  private static final int AT_ONCE = 64;

  private final OrderClient client;
  private final double perSecond;
  private final Semaphore atOnce = new Semaphore(AT_ONCE);
  private final ConcurrentLinkedQueue<Future<?>> calls = new ConcurrentLinkedQueue<>();

  /**
   * @param perSecond how many orders a second; infinity for as fast as they are accepted
   */
  public Customers(OrderClient client, double perSecond) {
    this.client = client;
    this.perSecond = perSecond;
  }

  /**
   * Places them all. Done when each is placed, and cancelled where its customer wants that.
   *
   * @param placed is told the id of each, from many threads
   */
  public CompletableFuture<Void> placeInBackground(List<Sample> samples, Consumer<String> placed) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            place(samples, placed);
          } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
          }
        },
        Thread::startVirtualThread);
  }

  private void place(List<Sample> samples, Consumer<String> placed) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = System.nanoTime();
      for (var i = 0; i < samples.size(); i++) {
        var sample = samples.get(i);
        awaitTurn(start, i);
        atOnce.acquire();
        calls.add(threads.submit(() -> order(sample, placed)));
      }
      check(calls.stream());
    }
  }

  private void awaitTurn(long start, int number) throws InterruptedException {
    var at = start + (long) (number / perSecond * 1e9);
    TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
  }

  private Void order(Sample sample, Consumer<String> placed) throws InterruptedException {
    try {
      var orderId = client.place(sample);
      placed.accept(orderId);
      if (sample.cancelled()) {
        client.cancel(orderId);
      }
    } finally {
      atOnce.release();
    }
    return null;
  }

  private static void check(Stream<Future<?>> calls) throws InterruptedException {
    for (var call : calls.toList()) {
      try {
        call.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
  }
}
