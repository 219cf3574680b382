package io.orderstream.streams.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the wait for replies that don't come. One thread looks at all of them when the first is due,
 * which nearly always ended long before: a timer of its own for each wait took a twentieth of a
 * busy service's CPU, and to look ten times a second a twelfth of an idle one's.
 */
final class Deadlines {

  private static final long FAR_NANOS = Duration.ofHours(1).toNanos();
  private static final long WHEN_FULL_NANOS = Duration.ofMillis(100).toNanos();
  private static final Set<Deadline> ALL = ConcurrentHashMap.newKeySet();
  private static final Thread LOOKER =
      Thread.ofPlatform().daemon().name("streams-deadlines").unstarted(Deadlines::look);

  /** When it is looked next, by {@link System#nanoTime}. */
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() + FAR_NANOS);

  /** By identity: each is a wait of its own. */
  static final class Deadline implements AutoCloseable {
    private final CompletableFuture<?> reply;
    private final long untilNanos;

    private Deadline(CompletableFuture<?> reply, long untilNanos) {
      this.reply = reply;
      this.untilNanos = untilNanos;
    }

    @Override
    public void close() {
      ALL.remove(this);
    }
  }

  static {
    LOOKER.start();
  }

  private Deadlines() {}

  /** From now on for so long, or until it is closed: then the reply fails with a time-out. */
  static Deadline of(CompletableFuture<?> reply, Duration atMost) {
    var deadline = new Deadline(reply, System.nanoTime() + atMost.toNanos());
    ALL.add(deadline);
    if (deadline.untilNanos - NEXT.get() < 0) {
      lookBy(deadline.untilNanos);
      LockSupport.unpark(LOOKER);
    }
    return deadline;
  }

  private static void lookBy(long nanos) {
    NEXT.accumulateAndGet(nanos, (next, by) -> by - next < 0 ? by : next);
  }

  private static void look() {
    while (true) {
      try {
        var now = System.nanoTime();
        NEXT.set(now + FAR_NANOS); // before it is looked: one that isn't seen below makes it less
        lookBy(now + endThoseThatAreOver(now));
        for (var left = NEXT.get() - now; left > 0; left = NEXT.get() - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
      } catch (OutOfMemoryError full) {
        // it looks again when there is room: without this thread, waits would have no end
        LockSupport.parkNanos(WHEN_FULL_NANOS);
      }
    }
  }

  /** Says how long none of the others is. */
  private static long endThoseThatAreOver(long now) {
    var left = FAR_NANOS;
    for (var deadline : ALL) {
      if (now - deadline.untilNanos >= 0) {
        deadline.reply.completeExceptionally(new TimeoutException());
        deadline.close();
      } else {
        left = Math.min(left, deadline.untilNanos - now);
      }
    }
    return left;
  }
}
