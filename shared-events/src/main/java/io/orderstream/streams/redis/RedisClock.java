package io.orderstream.streams.redis;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Redis's clock, as near as the last heartbeat tells it; the machine's own clock is not asked.
 *
 * <p>Between heartbeats it goes on by the machine's monotonic timer.
 */
public final class RedisClock implements InstantSource {

  private record Reading(long nanos, Instant time) {}

  private volatile Reading last = new Reading(System.nanoTime(), Instant.now());

  /** Sets the clock by a reply of Redis that was asked for at this {@link System#nanoTime}. */
  public void set(long askedAtNanos, long redisMicros) {
    var answered = System.nanoTime();
    var midway = askedAtNanos + (answered - askedAtNanos) / 2;
    var time =
        Instant.EPOCH
            .plusSeconds(redisMicros / 1_000_000)
            .plusNanos(redisMicros % 1_000_000 * 1000);
    last = new Reading(midway, time);
  }

  @Override
  public Instant instant() {
    var reading = last;
    return reading.time().plusNanos(System.nanoTime() - reading.nanos());
  }
}
