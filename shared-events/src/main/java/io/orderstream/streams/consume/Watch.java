package io.orderstream.streams.consume;

import io.lettuce.core.RedisException;
import java.time.Duration;

/** Keeps an eye on an owned partition: what waits there, and whether anything moves. */
final class Watch {

  /** In leases: how long a lease may be wanting, or nothing move, before it is a trouble. */
  private static final int PATIENCE = 3;

  private final Attempt.Tools tools;
  private final PartitionOwner owner;
  private final Backlogs backlogs;
  private final Duration patience;
  private long leasedNanos = System.nanoTime();
  private long movedNanos = System.nanoTime();
  private boolean ended;

  Watch(Attempt.Tools tools, PartitionOwner owner, Duration lease) {
    this.tools = tools;
    this.owner = owner;
    this.backlogs = new Backlogs(tools.connection(), tools.clock());
    this.patience = lease.multipliedBy(PATIENCE);
  }

  void look() throws InterruptedException {
    var now = System.nanoTime();
    if (owner.lease().token() == null) {
      movedNanos = now;
      if (owner.isAway()) {
        leasedNanos = now; // which was said already, and is no other trouble
      }
      var wanting = Duration.ofNanos(now - leasedNanos);
      say(
          Trouble.NO_LEASE,
          wanting.compareTo(patience) > 0,
          "assigned to this instance, which can't take its lease");
      return;
    }
    leasedNanos = now;
    say(Trouble.NO_LEASE, false, "");
    try {
      var waiting = waiting();
      if (waiting == 0 && !owner.isHandling()) {
        movedNanos = now;
      }
      var since = Math.max(movedNanos, owner.movedNanos());
      say(
          Trouble.NO_PROGRESS,
          Duration.ofNanos(now - since).compareTo(patience) > 0,
          "nothing was done for a while, and " + waiting + " entries wait to be read");
    } catch (RedisException away) {
      // the owner says so; the gauges stay as they were
    }
  }

  private long waiting() throws InterruptedException {
    var waiting = 0L;
    for (var stream : tools.subscriptions().keySet()) {
      var number = tools.partition().partition();
      for (var backlog : backlogs.of(stream, number, tools.partition().group())) {
        tools.listener().gauged(backlog);
        waiting += backlog.lag();
      }
    }
    return waiting;
  }

  private synchronized void say(Trouble trouble, boolean is, String what) {
    if (!ended) {
      tools.listener().trouble(tools.partition().partition(), trouble, is ? what : null);
    }
  }

  /** The partition is no longer this instance's affair, also where a look is under way. */
  synchronized void end() {
    say(Trouble.NO_LEASE, false, "");
    say(Trouble.NO_PROGRESS, false, "");
    ended = true;
  }
}
