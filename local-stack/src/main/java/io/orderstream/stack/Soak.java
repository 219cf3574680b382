package io.orderstream.stack;

import io.lettuce.core.Range;
import io.orderstream.stack.order.OrderClient;
import io.orderstream.stack.order.Sample;
import io.orderstream.stack.order.Samples;
import io.orderstream.stack.system.BackgroundRehearsal;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.Ports;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackException;
import io.orderstream.stack.system.StackSettings;
import io.orderstream.stack.watch.Ledger;
import io.orderstream.stack.watch.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders at half of the speed that the system can do, while something fails every five seconds; and
 * what became of each order.
 */
final class Soak {

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TO_WARM_UP = 4000;
  private static final int TO_MEASURE = 2000;
  private static final int CUSTOMERS = 200;
  private static final long POLL_MILLIS = 50;

  /** The events of an order on its own stream, as its states allow them. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of("order.placed.v1", "order.confirmed.v1"),
          List.of("order.placed.v1", "order.rejected.v1"),
          List.of("order.placed.v1", "order.cancellation-requested.v1", "order.cancelled.v1"),
          List.of(
              "order.placed.v1",
              "order.confirmed.v1",
              "order.cancellation-requested.v1",
              "order.cancelled.v1"));

  private final Duration time;
  private final long seed;
  private final Progress progress;
  private volatile boolean placing = true;
  private final AtomicInteger begun = new AtomicInteger();
  private final Semaphore customers = new Semaphore(CUSTOMERS);
  private final SoakTimes times = new SoakTimes(System::nanoTime);
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  Soak(Duration time, long seed, Progress progress) {
    this.time = time;
    this.seed = seed;
    this.progress = progress;
  }

  /** Whether no order was lost, doubled, or out of order. */
  boolean run(Path home, Path folder) throws InterruptedException {
    rehearse(home, folder);
    var settings =
        new StackSettings(home, folder, Ports.free())
            .with(ServiceKind.ORDER, 2)
            .with(ServiceKind.PAYMENT, 2)
            .with(ServiceKind.NOTIFICATION, 2)
            .withArguments(List.of("--streams.lease=" + LEASE.toMillis() + "ms"));
    try (var stack = LocalStack.start(settings, progress::say)) {
      var rate = fullSpeed(stack) / 2;
      progress.say(
          String.format(
              Locale.ROOT,
              "seed %d: %.0f orders a second, half of full speed, for %s",
              seed,
              rate,
              time));
      return run(stack, rate);
    }
  }

  /** Services are started again and again: they do so as fast as images do, which hold a cache. */
  private void rehearse(Path home, Path folder) throws InterruptedException {
    progress.say("rehearsing starts, if this build's were not: some minutes");
    var rehearsal = BackgroundRehearsal.start(home, folder.resolve("rehearsal"), progress::say);
    var hook = new Thread(rehearsal::end);
    Runtime.getRuntime().addShutdownHook(hook);
    rehearsal.await();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      throw new StackException("stopped while it rehearsed");
    }
  }

  private double fullSpeed(LocalStack stack) throws InterruptedException {
    progress.say("warming up, then measuring full speed");
    try (var run = new Run(stack, progress, PATIENCE)) {
      run.place(new Samples(seed + 1).mix(TO_WARM_UP), Double.POSITIVE_INFINITY);
      var summary = run.place(new Samples(seed + 2).mix(TO_MEASURE), Double.POSITIVE_INFINITY);
      return TO_MEASURE / summary.seconds();
    }
  }

  private boolean run(LocalStack stack, double rate) throws InterruptedException {
    var outcomes = new Outcomes(stack.view().commands(), stack.mails());
    var instances = stack.services(ServiceKind.ORDER).stream().map(ServiceInstance::http).toList();
    var before = Ledger.read(stack.provider()).duplicates() + stack.mails().counts().duplicates();
    try (var client = new OrderClient(instances);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var samples = new Samples(seed).mix((int) Math.ceil(rate * time.toSeconds()));
      try {
        threads.execute(() -> tryTo(() -> place(samples, rate, client, outcomes, threads)));
        breakThings(stack, outcomes, threads);
        awaitAll(stack, outcomes);
        return report(stack, outcomes, client, samples.size(), before);
      } catch (InterruptedException | RuntimeException e) {
        threads.shutdownNow(); // else customers would be waited for
        throw e;
      }
    }
  }

  /** What can't be done is in the report. */
  private void tryTo(Step step) {
    try {
      step.run();
    } catch (InterruptedException | RuntimeException e) {
      failures.add(e);
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /** Until the time is over. Customers are patient, but no new ones come while many wait. */
  private void place(
      List<Sample> samples,
      double rate,
      OrderClient client,
      Outcomes outcomes,
      ExecutorService threads)
      throws InterruptedException {
    var start = System.nanoTime();
    for (var i = 0; i < samples.size() && System.nanoTime() - start < time.toNanos(); i++) {
      var sample = samples.get(i);
      TimeUnit.NANOSECONDS.sleep(start + (long) (i / rate * 1e9) - System.nanoTime());
      customers.acquire();
      begun.incrementAndGet();
      threads.execute(
          () -> {
            tryTo(() -> place(sample, client, outcomes));
            customers.release();
          });
    }
    placing = false;
  }

  private void place(Sample sample, OrderClient client, Outcomes outcomes)
      throws InterruptedException {
    var now = System.nanoTime();
    var orderId = client.place(sample);
    if (sample.cancelled()) {
      client.cancel(orderId); // before it counts as sent: it may be done, and then done again
    }
    times.sent(orderId, now);
    outcomes.expect(orderId);
  }

  private void breakThings(LocalStack stack, Outcomes outcomes, ExecutorService threads)
      throws InterruptedException {
    var breaker = new Fault.Breaker(stack, new Random(seed), LEASE);
    var start = System.nanoTime();
    for (var next = PAUSE; next.compareTo(time) < 0; next = next.plus(PAUSE)) {
      while (System.nanoTime() - start < next.toNanos()) {
        look(stack, outcomes);
      }
      var second = next.toSeconds();
      breaker
          .any()
          .ifPresentOrElse(
              fault -> {
                times.broke(fault);
                progress.say(String.format(Locale.ROOT, "%4d s  %s", second, fault.title()));
                threads.execute(() -> tryTo(() -> breaker.make(fault)));
              },
              () -> progress.say(String.format(Locale.ROOT, "%4d s  still mending", second)));
    }
  }

  /** Until each was placed, and is done; or nothing happens any more. */
  private void awaitAll(LocalStack stack, Outcomes outcomes) throws InterruptedException {
    var changed = System.nanoTime();
    var before = -1L;
    while (isOpen(look(stack, outcomes)) && System.nanoTime() - changed < PATIENCE.toNanos()) {
      if (outcomes.seen() != before) {
        before = outcomes.seen();
        changed = System.nanoTime();
      }
    }
  }

  private boolean isOpen(int open) {
    return placing || open > 0 || times.orders().size() + failures.size() < begun.get();
  }

  private int look(LocalStack stack, Outcomes outcomes) throws InterruptedException {
    if (stack.failed().isCompletedExceptionally()) {
      throw new StackException("a part of the system ended: " + stack.failed().exceptionNow());
    }
    outcomes.follow();
    times.look(outcomes::isDone);
    var placed = times.orders().size();
    var open = placed - times.done();
    progress.show(
        String.format(Locale.ROOT, "placed %d, done %d, open %d", placed, times.done(), open));
    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    return open;
  }

  private boolean report(
      LocalStack stack, Outcomes outcomes, OrderClient client, int samples, long doubledBefore)
      throws InterruptedException {
    var orders = times.orders();
    var placed = orders.size();
    var statuses = client.statuses(orders);
    var settled =
        statuses.getOrDefault("CONFIRMED", 0)
            + statuses.getOrDefault("REJECTED", 0)
            + statuses.getOrDefault("CANCELLED", 0);
    var finished = Math.min(settled, times.done());
    var doubled =
        Ledger.read(stack.provider()).duplicates()
            + stack.mails().counts().duplicates()
            + outcomes.duplicateEvents()
            - doubledBefore;
    var outOfOrder = orders.stream().filter(order -> !wentWell(outcomes, order)).count();
    var letters = deadLetters(stack);
    times.table(PAUSE, progress::say);
    failures.forEach(failure -> progress.say("failed: " + failure));
    progress.say(
        String.format(
            Locale.ROOT,
            "soak placed=%d finished=%d lost=%d doubled=%d out-of-order=%d not-placed=%d"
                + " not-begun=%d resent=%d dead-letters=%d faults=%d seed=%d",
            placed,
            finished,
            placed - finished,
            doubled,
            outOfOrder,
            begun.get() - placed,
            samples - begun.get(),
            stack.mails().counts().resent(),
            letters,
            times.faults(),
            seed));
    return placed == finished
        && doubled == 0
        && outOfOrder == 0
        && letters == 0
        && begun.get() == placed
        && begun.get() >= samples / 2
        && failures.isEmpty();
  }

  private static boolean wentWell(Outcomes outcomes, String orderId) {
    var own = outcomes.events(orderId).stream().filter(type -> type.startsWith("order.")).toList();
    return WAYS.contains(own);
  }

  /** Those that are not of the garbage that was made. */
  private static long deadLetters(LocalStack stack) {
    var redis = stack.view().commands();
    return redis.keys("dead:*").stream()
        .flatMap(key -> redis.xrange(key, Range.unbounded()).stream())
        .filter(letter -> !letter.getBody().containsKey(Fault.MADE_BY))
        .count();
  }
}
