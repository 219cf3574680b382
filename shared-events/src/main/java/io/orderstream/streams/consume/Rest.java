package io.orderstream.streams.consume;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Leaves streams alone for a moment that brought nothing but events which no handler is for, so
 * that more of those gather until they are read and acked. The next event that a handler is for is
 * late by that at most.
 */
final class Rest {

  private static final long FIRST_NANOS = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMillis(50).toNanos();

  private Set<String> streams = Set.of();
  private long nanos;
  private long untilNanos = System.nanoTime();

  /** They brought nothing else: the longer, the more often that was so just before. */
  void begin(Set<String> some) {
    var now = System.nanoTime();
    var again = now - untilNanos < LONGEST_NANOS;
    nanos = again ? Math.clamp(2 * nanos, FIRST_NANOS, LONGEST_NANOS) : FIRST_NANOS;
    untilNanos = now + nanos;
    streams = some;
  }

  /** Something came that a handler is for. */
  void end() {
    nanos = 0;
    untilNanos = System.nanoTime();
    streams = Set.of();
  }

  /** Those that rest now. */
  Set<String> streams() {
    if (untilNanos - System.nanoTime() <= 0) {
      streams = Set.of();
    }
    return streams;
  }

  /** How long they do: no longer than this, and 1 ms at least, as a block of 0 has no end. */
  Duration atMost(Duration time) {
    if (streams.isEmpty()) {
      return time;
    }
    var left = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime()) + 1;
    return left < time.toMillis() ? Duration.ofMillis(Math.max(1, left)) : time;
  }
}
