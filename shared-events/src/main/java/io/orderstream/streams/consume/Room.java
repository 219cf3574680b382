package io.orderstream.streams.consume;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many entries the owner of a partition may have in hand: those to be handled, and, apart from
 * them, those that wait behind a failed attempt, so that failing orders take no room from the
 * others.
 */
final class Room {

  /** Of all partitions together, for each handler that may be at work. */
  private static final int PER_HANDLER = 8;

  private static final int HELD_PER_HANDLER = 16;

  /** Also where there are many partitions: a batch should be worth its round trip. */
  private static final int LEAST = 32;

  /** Where room is short, the reader waits a little for this share of it, to read many at once. */
  private static final int SHARE = 4;

  /** Longer than batches take, shorter than anyone would mind. */
  private static final int FOR_A_SHARE_MILLIS = 20;

  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;

    Permits(int permits) {
      super(permits);
    }

    void overdraw(int permits) {
      reducePermits(permits);
    }
  }

  private final Permits permits;
  private final AtomicInteger held = new AtomicInteger();
  private final int share;
  private final int mostHeld;

  Room(int inFlight, int partitions) {
    var most = Math.max(LEAST, PER_HANDLER * inFlight / partitions);
    permits = new Permits(most);
    share = most / SHARE;
    mostHeld = Math.max(LEAST, HELD_PER_HANDLER * inFlight / partitions);
  }

  /** Takes room for up to this many, waiting up to a second for some; says for how many. */
  int take(int atMost) throws InterruptedException {
    if (held.get() >= mostHeld) {
      TimeUnit.MILLISECONDS.sleep(50);
      return 0;
    }
    var taken = Math.min(share, atMost);
    if (!permits.tryAcquire(taken, FOR_A_SHARE_MILLIS, TimeUnit.MILLISECONDS)) {
      taken = 1;
      if (!permits.tryAcquire(1, TimeUnit.SECONDS)) {
        return 0;
      }
    }
    var more = Math.min(atMost - taken, permits.availablePermits());
    if (more > 0 && permits.tryAcquire(more)) {
      taken += more;
    }
    return taken;
  }

  /** There turned out to be more entries than room was taken for. */
  void overdraw(int more) {
    permits.overdraw(more);
  }

  void giveBack(int taken) {
    permits.release(taken);
  }

  /** This entry now waits behind a failed attempt. */
  void hold(InHand entry) {
    if (!entry.held) {
      entry.held = true;
      held.incrementAndGet();
      permits.release();
    }
  }

  /** This entry is no longer in hand. */
  void release(InHand entry) {
    if (entry.held) {
      held.decrementAndGet();
    } else {
      permits.release();
    }
  }
}
