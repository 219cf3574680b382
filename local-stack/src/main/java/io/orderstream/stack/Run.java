package io.orderstream.stack;

import io.orderstream.stack.order.Customers;
import io.orderstream.stack.order.OrderClient;
import io.orderstream.stack.order.Sample;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackException;
import io.orderstream.stack.watch.Ledger;
import io.orderstream.stack.watch.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Places orders, and waits until each is final and its customer told. */
final class Run implements AutoCloseable {

  private static final long POLL_MILLIS = 100;

  private final LocalStack stack;
  private final Progress progress;
  private final Duration patience;
  private final OrderClient client;
  private final Outcomes outcomes;

  /**
   * @param patience how long nothing may happen before the wait is given up
   */
  Run(LocalStack stack, Progress progress, Duration patience) {
    this.stack = stack;
    this.progress = progress;
    this.patience = patience;
    this.outcomes = new Outcomes(stack.view().commands(), stack.mails());
    this.client =
        new OrderClient(
            stack.services(ServiceKind.ORDER).stream().map(ServiceInstance::http).toList());
  }

  /**
   * Places these, once.
   *
   * @param perSecond infinity for as fast as they are accepted
   * @throws StackException when a part of the system fails meanwhile, or an order is refused
   */
  Summary place(List<Sample> samples, double perSecond) throws InterruptedException {
    var start = System.nanoTime();
    var customers = new Customers(client, perSecond);
    var placing = customers.placeInBackground(samples, outcomes::expect);
    while (!placing.isDone()) {
      look(samples.size());
      pause(placing);
    }
    pause(placing); // throws what ended it, if something did
    awaitOutcomes(samples.size());
    return summary((System.nanoTime() - start) / 1e9);
  }

  private void awaitOutcomes(int samples) throws InterruptedException {
    var changed = System.nanoTime();
    var before = -1L;
    while (look(samples) > 0 && System.nanoTime() - changed < patience.toNanos()) {
      if (outcomes.seen() != before) {
        before = outcomes.seen();
        changed = System.nanoTime();
      }
      pause(stack.failed());
    }
  }

  private int look(int samples) {
    var open = outcomes.look();
    var placed = outcomes.orders().size();
    progress.show("placed %d of %d, done %d".formatted(placed, samples, placed - open));
    return open;
  }

  private void pause(CompletableFuture<?> until) throws InterruptedException {
    try {
      CompletableFuture.anyOf(until, stack.failed()).get(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException nothingHappened) {
      // what is waited for
    } catch (ExecutionException e) {
      throw new StackException(message(e), e);
    }
  }

  private static String message(Throwable failure) {
    var cause = failure.getCause();
    return (failure instanceof ExecutionException || failure instanceof CompletionException)
            && cause != null
        ? message(cause)
        : String.valueOf(failure.getMessage());
  }

  private Summary summary(double seconds) throws InterruptedException {
    var statuses = client.statuses(outcomes.orders());
    var confirmed = statuses.getOrDefault("CONFIRMED", 0);
    var rejected = statuses.getOrDefault("REJECTED", 0);
    var cancelled = statuses.getOrDefault("CANCELLED", 0);
    var placed = outcomes.orders().size();
    var unfinished = Math.max(outcomes.look(), placed - confirmed - rejected - cancelled);
    return new Summary(
        placed,
        confirmed,
        rejected,
        cancelled,
        unfinished,
        outcomes.notified(),
        Ledger.read(stack.provider()).duplicates()
            + stack.mails().counts().duplicates()
            + outcomes.duplicateEvents(),
        stack.mails().counts().resent(),
        outcomes.deadLetters(),
        seconds);
  }

  Outcomes outcomes() {
    return outcomes;
  }

  @Override
  public void close() {
    client.close();
  }
}
