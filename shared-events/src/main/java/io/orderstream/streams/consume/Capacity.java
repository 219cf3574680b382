package io.orderstream.streams.consume;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many entries an instance may have in hand: those in flight, and, apart from them, those that
 * wait behind a failed attempt, so that failing orders take no room from the others.
 */
final class Capacity {

  private static final int HELD_PER_IN_FLIGHT = 16;

  /** Where room is short, a reader waits a little for this share of it, to read many at once. */
  private static final int SHARE = 32;

  /** Longer than batches take, shorter than anyone would mind. */
  private static final int FOR_A_SHARE_MILLIS = 20;

  private final Room room;
  private final AtomicInteger held = new AtomicInteger();
  private final int mostHeld;
  private final int share;

  Capacity(int inFlight) {
    room = new Room(inFlight);
    mostHeld = inFlight * HELD_PER_IN_FLIGHT;
    share = Math.max(1, inFlight / SHARE);
  }

  private static final class Room extends Semaphore {
    private static final long serialVersionUID = 1L;

    Room(int permits) {
      super(permits);
    }

    void overdraw(int permits) {
      reducePermits(permits);
    }
  }

  /** Takes room for up to this many, waiting up to a second for some; says for how many. */
  int take(int atMost) throws InterruptedException {
    if (held.get() >= mostHeld) {
      TimeUnit.MILLISECONDS.sleep(50);
      return 0;
    }
    var taken = Math.min(share, atMost);
    if (!room.tryAcquire(taken, FOR_A_SHARE_MILLIS, TimeUnit.MILLISECONDS)) {
      taken = 1;
      if (!room.tryAcquire(1, TimeUnit.SECONDS)) {
        return 0;
      }
    }
    var more = Math.min(atMost - taken, room.availablePermits());
    if (more > 0 && room.tryAcquire(more)) {
      taken += more;
    }
    return taken;
  }

  /** There turned out to be more entries than room was taken for. */
  void overdraw(int more) {
    room.overdraw(more);
  }

  void giveBack(int taken) {
    room.release(taken);
  }

  /** This entry now waits behind a failed attempt. */
  void hold(InHand entry) {
    if (entry.inFlight) {
      entry.inFlight = false;
      held.incrementAndGet();
      room.release();
    }
  }

  /** This entry is no longer in hand. */
  void release(InHand entry) {
    if (entry.inFlight) {
      room.release();
    } else {
      held.decrementAndGet();
    }
  }
}
