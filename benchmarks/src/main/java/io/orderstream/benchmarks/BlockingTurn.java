package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One contender's turn at handlers that block, in a fresh process on a fresh Redis.
 *
 * @param seconds from all calls waiting to the last answer seen
 * @param bound the least that it can take who keeps each caller's order
 * @param slept how long the calls took by the clock, all together; they were asked to take less
 * @param service CPU time of the service's process, in seconds
 * @param server CPU time of Redis, in seconds
 */
record BlockingTurn(double seconds, double bound, double slept, double service, double server) {

  private static final int MOST_MICROS = 5_000;
  private static final int WARM_UP_EVENTS = 5_000;
  private static final int WARM_UP_CALLERS = 1_000;

  /** The warm-up's calls take a tenth, so that more of them fit. */
  private static final int WARM_UP_MICROS = MOST_MICROS / 10;

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration ACKS = Duration.ofSeconds(10);

  double timesTheBound() {
    return seconds / bound;
  }

  static BlockingTurn take(CallTaker taker, BlockingPlan plan, int keys, Path folder)
      throws IOException, InterruptedException {
    try (var redis = Redis.start(folder, plan.durability());
        var calls = new CallsInRedis(taker, redis.port());
        var service = Service.of(taker, redis.port());
        var onlooker =
            new Onlooker(
                redis.port(), taker.answers(), fields -> CallsInRedis.answer(fields).number())) {
      warmUp(plan, calls, onlooker);
      var measured = Calls.of("caller", onlooker.count(), plan.events(), keys, MOST_MICROS);
      calls.stage(measured);
      var from = onlooker.count();
      var started = calls.release();
      var serviceBefore = service.cpu();
      var serverBefore = Service.cpu(redis.process());
      var ended = await(from, measured, calls, onlooker);
      var serviceUsed = service.cpu() - serviceBefore;
      var serverUsed = Service.cpu(redis.process()) - serverBefore;
      return new BlockingTurn(
          (ended - started) / 1e9,
          measured.bound(CallTaker.IN_FLIGHT),
          calls.check(measured),
          serviceUsed,
          serverUsed);
    }
  }

  private static void warmUp(BlockingPlan plan, CallsInRedis calls, Onlooker onlooker)
      throws InterruptedException {
    var until = System.nanoTime() + plan.warmUpSeconds() * 1_000_000_000L;
    var nanos = 0L;
    do {
      var first = onlooker.count();
      var early =
          Calls.of("early-" + first, first, WARM_UP_EVENTS, WARM_UP_CALLERS, WARM_UP_MICROS);
      nanos = run(early, calls, onlooker);
    } while (System.nanoTime() < until);
    System.err.printf(
        "warm-up of %,d calls, the last %,d of them in %.2f s%n",
        onlooker.count(), WARM_UP_EVENTS, nanos / 1e9);
  }

  /** How long it took, in nanoseconds; returns when every call is acked, too. */
  static long run(Calls calls, CallsInRedis inRedis, Onlooker onlooker)
      throws InterruptedException {
    inRedis.stage(calls);
    var from = onlooker.count();
    var started = inRedis.release();
    return await(from, calls, inRedis, onlooker) - started;
  }

  /** When the last answer was there; returns when every call is acked, too. */
  private static long await(int from, Calls calls, CallsInRedis inRedis, Onlooker onlooker)
      throws InterruptedException {
    var to = from + calls.size();
    if (!onlooker.await(to, LONGEST)) {
      throw new IllegalStateException("not done within " + LONGEST);
    }
    var acks = System.nanoTime() + ACKS.toNanos();
    while (inRedis.pending() > 0 && System.nanoTime() < acks) {
      Pause.millis(2);
    }
    return onlooker.last(from, to);
  }
}
