package io.orderstream.streams.consume;

import io.lettuce.core.RedisCommandExecutionException;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.consume.Lease.Taken;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Works on one partition while this consumer should own it: takes the lease, claims what is
 * pending, then reads what is new.
 *
 * <p>Whenever it can't be sure that it saw every entry which Redis delivered to it (a lost
 * connection, no reply in time), it takes its lease again under a new token, so that no late
 * command of its own can do harm, and looks at the pending entries again.
 */
final class PartitionOwner implements AutoCloseable {

  /** How often it is asked whether a lease is free: often at first, while one lets go of it. */
  private static final Duration FREE_SOON = Duration.ofMillis(10);

  private static final Duration FREE_YET = Duration.ofMillis(200);
  private static final Duration AFTER_THE_UNEXPECTED = Duration.ofMillis(250);

  private final Tools tools;
  private final Lease lease;
  private final PartitionReader reader;
  private final DueEvents due;
  private final Committer committer;
  private final Room room;
  private final Capacity capacity;
  private final ScheduledExecutorService timer;
  private final Duration grace;
  private final Thread loop;
  private volatile boolean stopping;
  private volatile Lanes lanes;
  private volatile boolean away;

  PartitionOwner(
      Tools tools,
      Lease lease,
      PartitionReader reader,
      DueEvents due,
      Committer committer,
      Room room,
      Capacity capacity,
      ScheduledExecutorService timer,
      Duration grace) {
    this.tools = tools;
    this.lease = lease;
    this.reader = reader;
    this.due = due;
    this.committer = committer;
    this.room = room;
    this.capacity = capacity;
    this.timer = timer;
    this.grace = grace;
    this.lanes = lanes();
    this.loop =
        Thread.ofVirtual()
            .name("owner-" + tools.partition().group() + "-" + tools.partition().partition())
            .unstarted(this::run);
  }

  void start() {
    loop.start();
  }

  Lease lease() {
    return lease;
  }

  /** Whether Redis can't be reached, or refuses; it was said. */
  boolean isAway() {
    return away;
  }

  /** Whether there is something to handle, be it that it waits for its turn. */
  boolean isHandling() {
    return lanes.hasWork();
  }

  /** Has it read within seconds, also where Redis told of nothing new. */
  void readAnyway() {
    reader.readAnyway();
  }

  /** When something was last read, done, or put off, by {@link System#nanoTime}. */
  long movedNanos() {
    return lanes.movedNanos();
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          own();
        } catch (RuntimeException | Error e) {
          Unexpected.report(e);
          pause(AFTER_THE_UNEXPECTED);
        }
      }
      lanes.close(grace);
      lease.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lease.lose(); // also where this is not how it should end
      lanes.abandon();
      say(false, "");
      due.end();
      tools.listener().owned(tools.partition().partition(), false);
      committer.close();
      reader.close();
    }
  }

  /** Until the lease is over, or something is in the way. */
  private void own() throws InterruptedException {
    try {
      var taken = take();
      if (taken == Taken.ANEW || (taken == Taken.AGAIN && lanes.isLost())) {
        lanes.close(grace);
        lanes = lanes();
      }
      if (taken != Taken.NO) {
        tools.listener().owned(tools.partition().partition(), true);
        work();
      }
    } catch (RedisCommandExecutionException e) {
      recover(e);
    } catch (RuntimeException | Error e) {
      if (stopping) {
        return; // which ended a wait in Redis
      }
      say(true, String.valueOf(e));
      if (lease.token() == null) {
        tools.listener().owned(tools.partition().partition(), false);
      }
      reader.reset();
      pause(AFTER_THE_UNEXPECTED);
    }
  }

  private Lanes lanes() {
    return new Lanes(new Attempt(tools, lease, committer), room, capacity, timer, tools.clock());
  }

  private Taken take() throws InterruptedException {
    var taken = lease.take();
    var pause = FREE_SOON;
    while (taken == Taken.NO && !stopping) {
      tools.listener().owned(tools.partition().partition(), false);
      pause(pause);
      pause = pause.compareTo(FREE_YET) < 0 ? pause.multipliedBy(3).dividedBy(2) : FREE_YET;
      taken = lease.take();
    }
    return taken;
  }

  private void work() throws InterruptedException {
    reader.prepare();
    due.begin();
    reader.claim(lanes, this::token);
    say(false, "");
    while (!stopping && lease.token() != null && !lanes.isLost()) {
      due.publish(token());
      if (reader.read(lanes, this::token) == 0 && !stopping && reader.awaitNew(due.pause())) {
        due.look();
      }
    }
  }

  /** The token to read under; fenced at once where there is none. */
  private String token() {
    var token = lease.token();
    return token == null ? "none" : token;
  }

  private void recover(RedisCommandExecutionException e) throws InterruptedException {
    var says = String.valueOf(e.getMessage());
    if (says.contains("FENCED")) {
      lease.lose();
    } else if (!says.contains("NOGROUP")) {
      say(true, says);
      reader.reset(); // another server may be the master by now
      pause(Duration.ofMillis(500));
    }
  }

  private void say(boolean isAway, String reason) {
    if (away != isAway) {
      away = isAway;
      tools
          .listener()
          .trouble(tools.partition().partition(), Trouble.NO_REDIS, isAway ? reason : null);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // to wake up early does no harm
  private void pause(Duration time) throws InterruptedException {
    synchronized (this) {
      if (!stopping) {
        wait(time.toMillis());
      }
    }
  }

  /** Tells it to let go; {@link #close} waits for it. */
  void stop() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    reader.wake();
  }

  /**
   * Lets go of the partition: what is being handled is finished and committed, the lease released.
   */
  @Override
  public void close() {
    stop();
    try {
      if (!loop.join(grace.plusSeconds(5))) {
        loop.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
