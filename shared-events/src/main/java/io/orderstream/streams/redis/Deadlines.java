package io.orderstream.streams.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the wait for replies that don't come, to a tenth of a second. One thread looks at all of
 * them now and then: a timer of its own for each wait, of which nearly none is ever needed, took a
 * twentieth of a busy service's CPU.
 */
final class Deadlines {

  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(100).toNanos();
  private static final Set<Deadline> ALL = ConcurrentHashMap.newKeySet();

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
    Thread.ofPlatform().daemon().name("streams-deadlines").start(Deadlines::look);
  }

  private Deadlines() {}

  /** From now on for so long, or until it is closed: then the reply fails with a time-out. */
  static Deadline of(CompletableFuture<?> reply, Duration atMost) {
    var deadline = new Deadline(reply, System.nanoTime() + atMost.toNanos());
    ALL.add(deadline);
    return deadline;
  }

  private static void look() {
    while (true) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      try {
        endThoseThatAreOver(System.nanoTime());
      } catch (OutOfMemoryError full) {
        // it looks again when there is room: without this thread, waits would have no end
      }
    }
  }

  private static void endThoseThatAreOver(long now) {
    for (var deadline : ALL) {
      if (now - deadline.untilNanos >= 0) {
        deadline.reply.completeExceptionally(new TimeoutException());
        deadline.close();
      }
    }
  }
}
