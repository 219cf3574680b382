package io.orderstream.streams.consume;

import io.orderstream.streams.commit.Loader.Loading;
import io.orderstream.streams.commit.Stored;
import io.orderstream.streams.commit.Unit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an owner has in hand: a lane for each busy order, whose entries are worked on one after
 * another, by a virtual thread each time until a decision is on its way to Redis. Nothing waits for
 * the outcome of that: a thread parked for each event costs more than most handlers do.
 */
final class Lanes {

  /** The entries of one order, and its entity as the last commit left it. */
  static final class Lane {
    private final ArrayDeque<InHand> waiting = new ArrayDeque<>();
    private boolean blocked;

    /** Whether it is blocked for want of room, and could go on but for that. */
    private boolean putOff;

    private volatile boolean toldToStop;

    /** The entry at the head and some behind it, where their fields must be read again. */
    List<InHand> ahead = List.of();

    @Nullable Loading loading;
    @Nullable Stored stored;

    /** Why the commit of the entry at the head failed, until the next attempt looks at it. */
    @Nullable Throwable refused;

    /** Whether the grace of a shutdown is over, and what fails from now on may be due to that. */
    boolean isToldToStop() {
      return toldToStop;
    }
  }

  /** What became of the entry at the head of a lane. */
  sealed interface Step {
    /** It is done with. */
    record Done() implements Step {}

    /** It is tried again after a while; those behind it wait. */
    record Again(Duration pause) implements Step {}

    /** There is no room for it just now. Nothing was done, and it is looked at again. */
    record PutOff(Duration pause) implements Step {}

    /** The partition is no longer ours. */
    record Lost() implements Step {}

    /**
     * Its decision is on its way to Redis; no thread waits for the outcome.
     *
     * @param then what the outcome means; null to look at the entry again
     */
    record Committing(
        CompletableFuture<Unit.Result> outcome, Function<Unit.Result, @Nullable Step> then)
        implements Step {}
  }

  /** Works on the entry at the head of a lane. */
  interface Work {
    Step on(Lane lane, InHand head) throws InterruptedException;

    /**
     * Begins to settle an entry that needs no turn and no handler.
     *
     * @return its outcome; null where the entry is for a lane
     */
    default @Nullable CompletableFuture<Unit.Result> pass(InHand entry) {
      return null;
    }
  }

  /** How many entries of a lane are read again together. */
  private static final int AHEAD = 32;

  private static final Duration AFTER_THE_UNEXPECTED = Duration.ofSeconds(1);

  /** What one handler leaves with its thread must not come to another's. */
  private final Thread.Builder threads = Thread.ofVirtual().inheritInheritableThreadLocals(false);

  private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
  private final Work work;
  private final Room room;
  private final Capacity capacity;
  private final Capacity.Ready ready = new Capacity.Ready();
  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Set<String> keys = new HashSet<>();
  private final Set<Thread> running = new HashSet<>();
  private int committing;
  private boolean closed;
  private boolean lost;
  private volatile long movedNanos = System.nanoTime();

  Lanes(
      Work work,
      Room room,
      Capacity capacity,
      ScheduledExecutorService timer,
      InstantSource clock) {
    this.work = work;
    this.room = room;
    this.capacity = capacity;
    this.timer = timer;
    this.clock = clock;
  }

  long movedNanos() {
    return movedNanos;
  }

  synchronized boolean isRunning() {
    return !running.isEmpty() || committing > 0;
  }

  /** Whether there is something to do: at work, being committed, waiting for a turn or for room. */
  synchronized boolean hasWork() {
    return isRunning() || lanes.values().stream().anyMatch(lane -> !lane.blocked || lane.putOff);
  }

  synchronized boolean isInHand(String key) {
    return keys.contains(key);
  }

  synchronized boolean isBusy(String lane) {
    return lanes.containsKey(lane);
  }

  /**
   * Puts an entry behind those of its order; the caller took room for it. One that is delivered
   * again while it is in hand is looked at again, too: its commit may have been before, and left it
   * pending.
   */
  synchronized void add(InHand entry, @Nullable Loading loading) {
    if (closed) {
      room.release(entry);
      return;
    }
    keys.add(entry.key());
    var passing = work.pass(entry);
    if (passing == null) {
      queue(entry, loading);
      return;
    }
    committing++;
    var unused = passing.whenComplete((result, failure) -> passed(entry, result));
  }

  /** Where Redis refuses to settle it, a lane tries again. */
  private synchronized void passed(InHand entry, Unit.@Nullable Result result) {
    committing--;
    movedNanos = System.nanoTime();
    if (result == null && !closed) {
      queue(entry, null);
      return;
    }
    keys.remove(entry.key());
    room.release(entry);
    lost |= result == Unit.Result.FENCED;
    if (closed) {
      notifyAll();
    }
  }

  private void queue(InHand entry, @Nullable Loading loading) {
    var lane = lanes.get(entry.lane());
    if (lane == null) {
      lane = new Lane();
      lane.loading = loading;
      lanes.put(entry.lane(), lane);
      lane.waiting.add(entry);
      startWhenDue(entry.lane(), lane);
    } else {
      lane.waiting.add(entry);
      if (lane.blocked || lane.waiting.size() > Room.PER_HANDLER || room.isLarge(entry)) {
        room.hold(entry);
      }
    }
  }

  private void startWhenDue(String name, Lane lane) {
    var head = lane.waiting.getFirst();
    var wait = Duration.between(clock.instant(), head.due);
    if (wait.isPositive()) {
      block(name, lane, wait);
    } else {
      start(name, lane);
    }
  }

  private void block(String name, Lane lane, Duration pause) {
    lane.blocked = true;
    lane.waiting.forEach(room::hold);
    var unused = timer.schedule(() -> unblock(name, lane), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void unblock(String name, Lane lane) {
    lane.blocked = false;
    lane.putOff = false;
    start(name, lane);
  }

  /** Starts a thread on it as soon as one more handler may be at work. */
  private void start(String name, Lane lane) {
    if (!closed) {
      capacity.begin(ready, () -> begin(name, lane));
    }
  }

  private synchronized boolean begin(String name, Lane lane) {
    if (closed) {
      return false;
    }
    var thread = threads.unstarted(() -> run(name, lane));
    thread.setContextClassLoader(classes);
    running.add(thread);
    thread.start();
    return true;
  }

  private void run(String name, Lane lane) {
    try {
      var head = head(name, lane);
      if (head == null) {
        return;
      }
      switch (work.on(lane, head)) {
        case Step.Done done -> done(name, lane, head);
        case Step.Again again -> pause(name, lane, again.pause());
        case Step.PutOff off -> putOff(name, lane, off.pause());
        case Step.Committing commit -> await(name, lane, head, commit);
        case Step.Lost lost -> lost();
      }
    } catch (InterruptedException e) {
      pause(name, lane, AFTER_THE_UNEXPECTED);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error unexpected) {
      pause(name, lane, AFTER_THE_UNEXPECTED);
      throw unexpected;
    } finally {
      ended();
      capacity.ended();
    }
  }

  private void await(String name, Lane lane, InHand head, Step.Committing commit) {
    synchronized (this) {
      committing++;
    }
    var unused =
        commit
            .outcome()
            .whenComplete((result, failure) -> goOn(name, lane, head, commit, result, failure));
  }

  /** Whoever learns the outcome goes on from there; what may take time is for a thread of ours. */
  private void goOn(
      String name,
      Lane lane,
      InHand head,
      Step.Committing commit,
      Unit.@Nullable Result result,
      @Nullable Throwable failure) {
    @Nullable Step step = null;
    lane.refused = failure;
    try {
      if (result != null) {
        step = commit.then().apply(result);
      }
    } catch (RuntimeException | Error unexpected) {
      lane.refused = unexpected;
    }
    committed(name, lane, head, step);
  }

  private synchronized void committed(String name, Lane lane, InHand head, @Nullable Step step) {
    committing--;
    if (step instanceof Step.Lost) {
      lost = true;
    } else if (step == null) {
      start(name, lane);
    } else {
      done(name, lane, head);
    }
    if (closed) {
      notifyAll();
    }
  }

  /** Others have their turn before the next entry of this lane. */
  private synchronized void done(String name, Lane lane, InHand head) {
    take(lane, head);
    if (head(name, lane) != null) {
      startWhenDue(name, lane);
    }
  }

  private synchronized @Nullable InHand head(String name, Lane lane) {
    if (closed) {
      return null;
    }
    var head = lane.waiting.peek();
    if (head == null) {
      lanes.remove(name);
    } else {
      lane.ahead = head.isWithoutFields() ? lane.waiting.stream().limit(AHEAD).toList() : List.of();
    }
    return head;
  }

  private synchronized void take(Lane lane, InHand head) {
    movedNanos = System.nanoTime();
    if (closed) {
      return;
    }
    lane.waiting.remove();
    keys.remove(head.key());
    room.release(head);
  }

  private synchronized void pause(String name, Lane lane, Duration pause) {
    movedNanos = System.nanoTime();
    if (!closed) {
      block(name, lane, pause);
    }
  }

  private synchronized void putOff(String name, Lane lane, Duration pause) {
    if (!closed) {
      lane.putOff = true;
      block(name, lane, pause);
    }
  }

  private synchronized void lost() {
    lost = true;
  }

  /** Whether a lane gave up because the partition was no longer ours. */
  synchronized boolean isLost() {
    return lost;
  }

  private synchronized void ended() {
    running.remove(Thread.currentThread());
    if (closed) {
      notifyAll();
    }
  }

  /**
   * Lets go of everything: what is being handled may finish within the grace and is told to stop
   * after it, what waits is left to the next owner.
   */
  synchronized void close(Duration grace) throws InterruptedException {
    closed = true;
    try {
      await(grace);
      tellToStop();
      await(Duration.ofSeconds(1));
    } finally {
      abandon();
    }
  }

  /** Lets go of what waits; what is being handled can no longer end well here. */
  synchronized void abandon() {
    closed = true;
    tellToStop();
    for (var lane : lanes.values()) {
      lane.waiting.forEach(room::release);
      lane.waiting.clear();
    }
    lanes.clear();
    keys.clear();
  }

  private void tellToStop() {
    lanes.values().forEach(lane -> lane.toldToStop = true);
    running.forEach(Thread::interrupt);
  }

  private void await(Duration atMost) throws InterruptedException {
    var until = System.nanoTime() + atMost.toNanos();
    while (isRunning()) {
      var left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
