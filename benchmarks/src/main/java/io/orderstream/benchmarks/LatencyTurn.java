package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * One contender's turn at latency, in a fresh process on a fresh Redis: what it can take at most,
 * and then how long events take at shares of that.
 *
 * <p>A delay begins when the event was meant to be sent, not when it was, so that a stop of
 * anything counts for all the events that it holds up (no coordinated omission).
 */
final class LatencyTurn {

  /** A load is on for so long before it is measured. */
  private static final Duration RAMP = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Contender contender;
  private final LatencyPlan plan;

  LatencyTurn(Contender contender, LatencyPlan plan) {
    this.contender = contender;
    this.plan = plan;
  }

  /** By load, in percent. */
  @SuppressWarnings("try") // the service works by itself
  Map<Integer, Latencies> take(Durability durability, Path folder)
      throws IOException, InterruptedException {
    try (var redis = Redis.start(folder, durability);
        var sender = new Sender(contender, redis.port());
        var onlooker = onlooker(redis.port());
        var service = Service.of(contender, redis.port())) {
      var taken = take(sender, onlooker);
      check(redis.port(), sender.count());
      return taken;
    }
  }

  Onlooker onlooker(int port) {
    var balances = IntStream.range(0, contender.partitions).mapToObj(contender::balances).toList();
    return new Onlooker(port, balances, fields -> Deposits.number(Deposits.subject(fields)));
  }

  /** While the contender is at work. */
  Map<Integer, Latencies> take(Sender sender, Onlooker onlooker) throws InterruptedException {
    var throughput = sender.saturate(onlooker, Duration.ofSeconds(plan.warmUpSeconds()));
    awaitAll(sender, onlooker);
    var taken = new LinkedHashMap<Integer, Latencies>();
    for (var load : plan.loads()) {
      var rate = throughput * load / 100;
      sender.open(rate, RAMP, new Histogram(3));
      var time = Duration.ofSeconds(plan.seconds());
      taken.put(load, at(rate, time, sender, onlooker).outOf(throughput));
    }
    return taken;
  }

  /** At so many events per second. */
  Latencies at(double rate, Duration time, Sender sender, Onlooker onlooker)
      throws InterruptedException {
    var from = sender.count();
    var late = new Histogram(3);
    sender.open(rate, time, late);
    awaitAll(sender, onlooker);
    var delays = new Histogram(3);
    for (int number = from; number < sender.count(); number++) {
      delays.recordValue((onlooker.seen(number) - sender.meant(number)) / 1_000);
    }
    return new Latencies(Double.NaN, rate, delays, late);
  }

  private static void awaitAll(Sender sender, Onlooker onlooker) throws InterruptedException {
    if (!onlooker.await(sender.count(), LONGEST)) {
      throw new IllegalStateException(
          "of %,d events %,d took effect".formatted(sender.count(), onlooker.count()));
    }
  }

  /** Whether every event took effect once. */
  void check(int port, int events) {
    try (var all =
        new InRedis(contender, new Options(events, 0, 1, null, List.of(), List.of()), port)) {
      var until = System.nanoTime() + 10_000_000_000L;
      while (all.pending() > 0 && System.nanoTime() < until) {
        Pause.millis(50);
      }
      all.check();
    }
  }
}
