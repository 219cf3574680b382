package io.orderstream.benchmarks.system;

import io.orderstream.stack.order.OrderClient;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.watch.Ledger;
import io.orderstream.stack.watch.Outcomes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Orders on their way through the whole system, up to the mail that tells how each ended. */
final class Flow implements AutoCloseable {

  /** So many orders are under way at most when the system works as fast as it can. */
  private static final int UNDER_WAY = 400;

  /** That the order was received, and that it was confirmed. */
  private static final int MAILS_PER_ORDER = 2;

  private static final long LOOK_EVERY_MILLIS = 5;
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final double[] PERCENTILES = {50, 99, 99.9, 100};

  private final LocalStack stack;
  private final OrderClient client;
  private final Outcomes outcomes;
  private final Load load;

  Flow(LocalStack stack) {
    this.stack = stack;
    this.client =
        new OrderClient(
            stack.services(ServiceKind.ORDER).stream().map(ServiceInstance::http).toList());
    this.outcomes = new Outcomes(stack.view().commands(), stack.mails());
    this.load = new Load(client, new Purchases(), outcomes::expect);
  }

  void run(int seconds, Report report) throws InterruptedException {
    System.err.println("orders to warm up");
    atFullSpeed(seconds);
    System.err.println("orders as fast as they are through");
    var rate = atFullSpeed(seconds);
    awaitAll();
    report.say("");
    report.say(
        "%,.0f orders/s from POST to told, never more than %d under way, for %d s"
            .formatted(rate, UNDER_WAY, seconds));
    report.values("orders per second", rate);
    report.table(
        "load", "orders/s", "POST p50, ms", "p99", "p99.9", "most", "under way at the end");
    for (var share : new double[] {0.5, 0.8}) {
      System.err.printf("orders at %.0f %%%n", share * 100);
      var times = load.open(rate * share, seconds);
      say(share, rate * share, times, underWay(), report);
      awaitAll();
    }
    check();
  }

  /** Orders per second that are through; what is under way at its start and end is the same. */
  private double atFullSpeed(int seconds) throws InterruptedException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var start = System.nanoTime();
    var before = stack.mails().counts().mails();
    load.closed(() -> mayPlace(end));
    var mails = stack.mails().counts().mails() - before;
    return (double) mails / MAILS_PER_ORDER / (System.nanoTime() - start) * 1e9;
  }

  private boolean mayPlace(long end) {
    while (System.nanoTime() < end) {
      if (underWay() < UNDER_WAY) {
        return true;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private int underWay() {
    return outcomes.orders().size() - stack.mails().counts().mails() / MAILS_PER_ORDER;
  }

  private void awaitAll() throws InterruptedException {
    var end = System.nanoTime() + LONGEST.toNanos();
    while (underWay() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /** Places this many orders, and returns when all are through. */
  void place(int orders) throws InterruptedException {
    load.closed(() -> outcomes.orders().size() < orders);
    awaitAll();
  }

  /** Every order is confirmed, paid once, and its customer told twice. */
  void check() throws InterruptedException {
    var ledger = Ledger.read(stack.provider());
    expect("orders that are not through", outcomes.look());
    expect("events that say the same again", outcomes.duplicateEvents());
    expect("charged twice", ledger.duplicates());
    expect("mails sent twice", stack.mails().counts().duplicates());
    expect("dead letters", outcomes.deadLetters());
    for (var order : outcomes.orders()) {
      if (!outcomes.events(order).contains("order.confirmed.v1") || ledger.captures(order) != 1) {
        throw new IllegalStateException(order + " was not confirmed, or not paid once");
      }
    }
  }

  private static void expect(String what, long is) {
    if (is != 0) {
      throw new IllegalStateException(what + ": " + is);
    }
  }

  private static void say(double share, double rate, Histogram times, int underWay, Report report) {
    var values = new LinkedHashMap<String, Double>();
    for (var percentile : PERCENTILES) {
      values.put("p" + percentile, times.getValueAtPercentile(percentile) / 1000.0);
    }
    var cells = values.values().stream().map("%.1f"::formatted).toList();
    report.row(
        "%.0f %%".formatted(share * 100),
        "%,.0f".formatted(rate),
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        "" + underWay);
    var title = "POST /orders at %.0f %%, ms".formatted(share * 100);
    report.values(
        title,
        Map.of("rate", rate, "count", times.getTotalCount(), "ms", values, "underWay", underWay));
    report.bars(title, values);
  }

  @Override
  public void close() {
    client.close();
  }
}
