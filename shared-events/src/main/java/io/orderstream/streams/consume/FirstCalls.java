package io.orderstream.streams.consume;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first event of each type through alone, so that one thread loads the classes that it
 * needs.
 *
 * <p>A virtual thread that waits for a class holds on to its carrier. When a hundred of them begin
 * at once with classes that nobody loaded yet, they take all carriers, and the one that loads may
 * wait for a carrier for ever.
 */
final class FirstCalls {

  private static final long LONGEST_WAIT_SECONDS = 2;

  private final ReentrantLock alone = new ReentrantLock();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** One delivery. */
  interface Call<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }

  /** Others of its type wait while the first is at it, but not for long: it may be a slow one. */
  <T extends @Nullable Object> T run(String type, Call<T> call) throws InterruptedException {
    if (seen.contains(type)) {
      return call.run();
    }
    var held = alone.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    try {
      return call.run();
    } finally {
      seen.add(type);
      if (held) {
        alone.unlock();
      }
    }
  }
}
