package io.orderstream.streams.consume;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many entries the owner of a partition may have in hand, by number and by size: those to be
 * handled, and, apart from them, those that are held: they wait behind a failed attempt, or behind
 * many others of their order. So neither failing nor slow orders take room from the others. Of what
 * is held the fields are let go of, and read again in its turn.
 */
final class Room {

  /** Of all partitions together, for each handler that may be at work. */
  static final int PER_HANDLER = 8;

  /**
   * Of each partition, also where there are many: a batch should be worth its round trip. Fewer
   * where few handlers may be at work: what is in hand when Redis goes away may be done again.
   */
  private static final int LEAST = 32;

  private static final int LEAST_OF_MANY = 256;
  private static final int HANDLERS_PER_LEAST = 4;

  /** Of all partitions together: of those to be handled, and the same of those that are held. */
  private static final long BYTES = 64L << 20;

  private static final long LEAST_BYTES = 1L << 20;
  private static final long LEAST_HELD_BYTES = 4L << 20;

  /** About what one takes whose fields were let go of. */
  private static final int HELD = 1024;

  private static final Duration WHEN_FULL = Duration.ofMillis(20);

  /** Where room is short, the reader waits a little for this share of it, to read many at once. */
  private static final int SHARE = 4;

  /** Longer than batches take, shorter than anyone would mind. */
  private static final int FOR_A_SHARE_MILLIS = 20;

  /** The owner has to look after more than what it reads. */
  private static final int PATIENCE_MILLIS = 100;

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
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong heldBytes = new AtomicLong();

  /** About how large entries are; large until some were seen. */
  private volatile long size = LEAST_BYTES;

  private final int inFlight;
  private volatile int most;
  private volatile long mostBytes;
  private volatile long mostHeldBytes;

  /**
   * @param partitions among how many it is divided
   */
  Room(int inFlight, int partitions) {
    this.inFlight = inFlight;
    this.permits = new Permits(0);
    divide(partitions);
  }

  /** From now on it is divided among so many; what is in hand already stays there. */
  synchronized void divide(int partitions) {
    var least = Math.clamp(inFlight / HANDLERS_PER_LEAST, LEAST, LEAST_OF_MANY);
    var now = Math.max(least, PER_HANDLER * inFlight / partitions);
    if (now > most) {
      permits.release(now - most);
    } else {
      permits.overdraw(most - now);
    }
    most = now;
    mostBytes = Math.max(LEAST_BYTES, BYTES / partitions);
    mostHeldBytes = Math.max(LEAST_HELD_BYTES, BYTES / partitions);
  }

  /** Whether an entry takes more than its part; behind others of its order it is held. */
  boolean isLarge(InHand entry) {
    return entry.size > mostBytes / most;
  }

  /** How many of so many should be asked for at once: as large as they were of late, they fit. */
  int fitting(int atMost) {
    return Math.clamp((mostBytes - bytes.get()) / size, 1, atMost);
  }

  /**
   * Takes room for up to this many, waiting a little for some; says for how many. What they are is
   * told when they are there, to {@link #enter}.
   */
  int take(int most) throws InterruptedException {
    if (heldBytes.get() >= mostHeldBytes || bytes.get() >= mostBytes) {
      Thread.sleep(WHEN_FULL);
      return 0;
    }
    var atMost = fitting(most);
    var taken = Math.min(share(), atMost);
    if (!permits.tryAcquire(taken, FOR_A_SHARE_MILLIS, TimeUnit.MILLISECONDS)) {
      taken = 1;
      if (!permits.tryAcquire(1, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return 0;
      }
    }
    var more = Math.min(atMost - taken, permits.availablePermits());
    if (more > 0 && permits.tryAcquire(more)) {
      taken += more;
    }
    return taken;
  }

  private synchronized int share() {
    return most / SHARE;
  }

  /** There turned out to be more entries than room was taken for. */
  void overdraw(int more) {
    permits.overdraw(more);
  }

  void giveBack(int taken) {
    permits.release(taken);
  }

  /** These are in hand now, all that were asked for at once. */
  void enter(List<InHand> entries) {
    var all = 0L;
    for (var entry : entries) {
      all += entry.size;
    }
    bytes.addAndGet(all);
    if (!entries.isEmpty()) {
      var mean = Math.max(1, all / entries.size());
      size = mean > size ? mean : (size + mean) / 2;
    }
  }

  /** Holds this entry, and lets go of its fields. */
  void hold(InHand entry) {
    entry.letGo();
    if (!entry.held) {
      entry.held = true;
      heldBytes.addAndGet(HELD);
      bytes.addAndGet(-entry.size);
      permits.release();
    }
  }

  /** This entry is no longer in hand. */
  void release(InHand entry) {
    entry.end();
    if (entry.held) {
      heldBytes.addAndGet(-HELD);
    } else {
      bytes.addAndGet(-entry.size);
      permits.release();
    }
  }
}
