package io.orderstream.streams.consume;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many handlers may be at work in an instance. Where there are more entries than that, its
 * partitions take turns, so that one where much waits delays the others by little.
 */
final class Capacity {

  /** What of one partition could be handled now, and waits for its turn. */
  static final class Ready {
    private final ArrayDeque<BooleanSupplier> waiting = new ArrayDeque<>();
  }

  private final ArrayDeque<Ready> turns = new ArrayDeque<>();
  private int free;

  Capacity(int inFlight) {
    free = inFlight;
  }

  /**
   * Begins this as soon as one more may be at work; {@link #ended} is to be called after it.
   *
   * @param begin says whether there is still something to do
   */
  void begin(Ready ready, BooleanSupplier begin) {
    synchronized (this) {
      if (free == 0) {
        ready.waiting.add(begin);
        if (ready.waiting.size() == 1) {
          turns.add(ready);
        }
        return;
      }
      free--;
    }
    if (!begin.getAsBoolean()) {
      ended();
    }
  }

  /** One is no longer at work. The caller must hold no lock: this begins what waits. */
  void ended() {
    var next = next();
    while (next != null && !next.getAsBoolean()) {
      next = next();
    }
  }

  private synchronized @Nullable BooleanSupplier next() {
    var ready = turns.poll();
    if (ready == null) {
      free++;
      return null;
    }
    var next = ready.waiting.remove();
    if (!ready.waiting.isEmpty()) {
      turns.add(ready);
    }
    return next;
  }
}
