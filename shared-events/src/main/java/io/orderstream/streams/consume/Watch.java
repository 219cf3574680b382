package io.orderstream.streams.consume;

import java.time.Duration;

/** Keeps an eye on an owned partition: what waits there, and whether anything moves. */
final class Watch {

  /** In leases: how long a lease may be wanting, or nothing move, before it is a trouble. */
  private static final int PATIENCE = 3;

  /** How long at most nothing is counted where nothing moved. */
  private static final Duration REST = Duration.ofSeconds(20);

  private final Tools tools;
  private final PartitionOwner owner;
  private final Backlogs backlogs;
  private final Duration patience;
  private final Duration rest;
  private long leasedNanos = System.nanoTime();
  private long movedNanos = System.nanoTime();
  private long countedNanos = System.nanoTime();

  private long pending;

  /** When nothing was found to wait, or {@link Long#MIN_VALUE} where something did. */
  private long idleNanos = Long.MIN_VALUE;

  private boolean ended;

  Watch(Tools tools, PartitionOwner owner, Duration lease) {
    this.tools = tools;
    this.owner = owner;
    this.backlogs = new Backlogs(tools.connection(), tools.clock());
    this.patience = lease.multipliedBy(PATIENCE);
    this.rest = lease.compareTo(REST) < 0 ? lease : REST;
  }

  void look() throws InterruptedException {
    var now = System.nanoTime();
    if (owner.lease().token() == null) {
      movedNanos = now;
      countedNanos = now;
      lookForLease(now);
      return;
    }
    leasedNanos = now;
    say(Trouble.NO_LEASE, false, "");
    if (isAtRest(now)) {
      return;
    }
    try {
      lookForProgress(now);
      countedNanos = now;
      say(Trouble.NO_NUMBERS, false, "");
    } catch (RuntimeException | Error e) {
      // the gauges stay as they were
      if (owner.isAway()) {
        countedNanos = now; // which was said already, and is no other trouble
      }
      say(Trouble.NO_NUMBERS, isLong(now - countedNanos), "what waits can't be counted: " + e);
    }
  }

  /** Where nothing waited and nothing happened since, there is no need to ask Redis each time. */
  private boolean isAtRest(long now) {
    return idleNanos != Long.MIN_VALUE
        && !owner.isHandling()
        && owner.movedNanos() < idleNanos
        && now - idleNanos < rest.toNanos();
  }

  private void lookForLease(long now) {
    if (owner.isAway()) {
      leasedNanos = now; // which was said already, and is no other trouble
    }
    say(
        Trouble.NO_LEASE,
        isLong(now - leasedNanos),
        "assigned to this instance, which can't take its lease");
  }

  private void lookForProgress(long now) throws InterruptedException {
    var waiting = waiting();
    if (waiting > 0) {
      owner.readAnyway(); // as it must where the group was set back
    }
    var idle = waiting == 0 && !owner.isHandling();
    if (idle) {
      movedNanos = now;
    }
    idleNanos = idle && pending == 0 ? now : Long.MIN_VALUE;
    var since = Math.max(movedNanos, owner.movedNanos());
    say(
        Trouble.NO_PROGRESS,
        isLong(now - since),
        "nothing was done for a while, and " + waiting + " entries wait to be read");
  }

  private boolean isLong(long nanos) {
    return Duration.ofNanos(nanos).compareTo(patience) > 0;
  }

  private long waiting() throws InterruptedException {
    var waiting = 0L;
    pending = 0;
    for (var stream : tools.subscriptions().keySet()) {
      var number = tools.partition().partition();
      var known = backlogs.of(stream, number, tools.partition().group());
      if (known.isEmpty()) {
        owner.readAnyway(); // which makes the group again
      }
      for (var backlog : known) {
        tools.listener().gauged(backlog);
        waiting += backlog.lag();
        pending += backlog.pending();
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
    say(Trouble.NO_NUMBERS, false, "");
    ended = true;
  }
}
