package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many handlers are at work, and how much room what is in hand takes up. */
class LanesTest {

  private static final int ROOM = 32;
  private static final Lanes.Step DONE = new Lanes.Step.Done();

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void endTimer() {
    go.countDown();
    timer.shutdownNow();
  }

  /** I6: each handler that outlives the grace makes room for one more at work, for ever. */
  @Test
  void aHandlerThatOutlivesTheGraceGivesItsPlaceBackOnce() throws Exception {
    var capacity = new Capacity(1);
    var started = new CountDownLatch(1);
    var room = room();
    var stubborn =
        lanes(
            capacity,
            room,
            (lane, head) -> {
              started.countDown();
              while (go.getCount() > 0) { // heeds no interrupt
                Thread.interrupted();
                LockSupport.parkNanos(1_000_000);
              }
              return DONE;
            });
    add(stubborn, room, "1-1", "a");
    started.await();
    stubborn.close(Duration.ofMillis(10));
    var others = new Handlers(capacity);
    others.add("1-1", "a");
    others.add("1-2", "b");
    assertThat(others.begun.poll(100, TimeUnit.MILLISECONDS)).isNull();

    go.countDown();

    assertThat(others.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
    assertThat(others.begun.poll(100, TimeUnit.MILLISECONDS)).isNull();
    assertThat(room.take(ROOM)).isEqualTo(ROOM);
    assertThat(room.take(1)).isZero();
  }

  /** I5: an order of a partition where nothing waits is next, however much waits in another. */
  @Test
  void partitionsTakeTurns() throws Exception {
    var capacity = new Capacity(1);
    var busy = new Handlers(capacity);
    var calm = new Handlers(capacity);
    for (int n = 0; n < 20; n++) {
      busy.add("1-" + n, "busy-" + n);
    }
    assertThat(busy.begun.take()).isEqualTo("busy-0");
    calm.add("1-1", "calm");

    busy.end.release();
    assertThat(busy.begun.take()).isEqualTo("busy-1");
    busy.end.release();

    assertThat(calm.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("calm");
    assertThat(busy.begun.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  /** I7: what waits for its turn for long is no progress, though no handler of it is at work. */
  @Test
  void whatWaitsForItsTurnIsWork() throws Exception {
    var capacity = new Capacity(1);
    var first = new Handlers(capacity);
    var second = new Handlers(capacity);
    first.add("1-1", "first");
    assertThat(first.begun.take()).isEqualTo("first");
    assertThat(second.lanes.hasWork()).isFalse();

    second.add("1-1", "second");

    assertThat(second.lanes.isRunning()).isFalse();
    assertThat(second.lanes.hasWork()).isTrue();
  }

  /** What one handler leaves with its thread does not come to the next one. */
  @Test
  void threadsInheritNothingFromHandlers() throws Exception {
    var left = new InheritableThreadLocal<String>();
    var found = new LinkedBlockingQueue<Optional<String>>();
    var classes = new LinkedBlockingQueue<ClassLoader>();
    var room = room();
    var lanes =
        lanes(
            new Capacity(1),
            room,
            (lane, head) -> {
              found.add(Optional.ofNullable(left.get()));
              classes.add(Thread.currentThread().getContextClassLoader());
              left.set("left by " + head.subject);
              return DONE;
            });
    add(lanes, room, "1-1", "a");
    add(lanes, room, "1-2", "a");
    add(lanes, room, "1-3", "b");

    for (int n = 0; n < 3; n++) {
      assertThat(found.poll(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(classes.take()).isSameAs(Thread.currentThread().getContextClassLoader());
    }
  }

  /** I5: an order keeps room for a few of its entries; what waits behind them is held. */
  @Test
  void behindAFewOfTheirOrderEntriesAreHeld() throws Exception {
    var handlers = new Handlers(new Capacity(1));
    var mine = new ArrayList<InHand>();
    for (int n = 0; n < ROOM; n++) {
      mine.add(handlers.add("1-" + n, "a"));
    }

    assertThat(mine.subList(0, Room.PER_HANDLER)).noneMatch(InHand::isWithoutFields);
    assertThat(mine.subList(Room.PER_HANDLER, ROOM)).allMatch(InHand::isWithoutFields);
    assertThat(handlers.room.take(ROOM)).isEqualTo(ROOM - Room.PER_HANDLER);
    handlers.end.release(ROOM);
    for (var each : mine) {
      assertThat(handlers.ahead.poll(10, TimeUnit.SECONDS))
          .isEqualTo(each.isWithoutFields() ? mine.subList(mine.indexOf(each), ROOM) : List.of());
    }
  }

  /** I5: behind another of its order a large entry takes no room at all. */
  @Test
  void behindAnotherOfItsOrderALargeEntryIsHeld() throws Exception {
    var handlers = new Handlers(new Capacity(1));
    handlers.add("1-1", "a");

    assertThat(handlers.add("1-2", "a").isWithoutFields()).isFalse();
    assertThat(handlers.addLarge("1-3", "a").isWithoutFields()).isTrue();
    assertThat(handlers.addLarge("1-4", "b").isWithoutFields()).isFalse();
  }

  /**
   * Where a group is destroyed and made again, an entry is delivered again though it is in hand. If
   * its commit was before, only who looks at it again can ack it.
   */
  @Test
  void whatIsDeliveredAgainWhileItIsInHandIsLookedAtAgain() throws Exception {
    var handlers = new Handlers(new Capacity(1));
    handlers.add("1-1", "a");
    assertThat(handlers.begun.take()).isEqualTo("a");

    handlers.add("1-1", "a");
    handlers.end.release(2);

    assertThat(handlers.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
    await().until(() -> !handlers.lanes.hasWork());
    assertThat(handlers.lanes.isInHand("count/1-1")).isFalse();
    assertThat(handlers.room.take(ROOM)).isEqualTo(ROOM);
  }

  /** The pause after a failed attempt holds also where it began in an instance that is gone. */
  @Test
  void whatIsNotDueWaitsThoughTheOneBeforeItIsDone() throws Exception {
    var handlers = new Handlers(new Capacity(1));
    handlers.add("1-1", "a");
    assertThat(handlers.begun.take()).isEqualTo("a");
    handlers.add("1-2", "a").due = Instant.EPOCH.plusSeconds(3600);

    handlers.end.release();

    await().until(() -> !handlers.lanes.isRunning());
    assertThat(handlers.begun).isEmpty();
    assertThat(handlers.lanes.isInHand("count/1-2")).isTrue();
  }

  /** I7: an owner whose orders all wait for their next attempts is not stuck. */
  @Test
  void whatWaitsForItsNextAttemptIsNoWork() throws Exception {
    var room = room();
    var lanes =
        lanes(new Capacity(1), room, (lane, head) -> new Lanes.Step.Again(Duration.ofMinutes(1)));

    var entry = add(lanes, room, "1-1", "a");

    await().until(() -> !lanes.isRunning());
    assertThat(lanes.hasWork()).isFalse();
    assertThat(lanes.isInHand(entry.key())).isTrue();
  }

  /** I7: what waits for room is work, and nothing that moves. */
  @Test
  void whatIsPutOffIsWorkThatDoesNotMove() throws Exception {
    var offs = new Semaphore(0);
    var room = room();
    var lanes =
        lanes(
            new Capacity(1),
            room,
            (lane, head) -> {
              offs.release();
              return new Lanes.Step.PutOff(Duration.ofMillis(10));
            });
    var moved = lanes.movedNanos();

    var entry = add(lanes, room, "1-1", "a");
    offs.acquire(3);

    assertThat(lanes.hasWork()).isTrue();
    assertThat(lanes.movedNanos()).isEqualTo(moved);
    assertThat(entry.held).isTrue();
  }

  /** What waits for its turn when a partition is let go is not begun, and takes no turn. */
  @Test
  void whatWaitsForItsTurnIsLetGo() throws Exception {
    var capacity = new Capacity(1);
    var first = new Handlers(capacity);
    var closed = new Handlers(capacity);
    var last = new Handlers(capacity);
    first.add("1-1", "first");
    assertThat(first.begun.take()).isEqualTo("first");
    closed.add("1-1", "closed-a");
    closed.add("1-2", "closed-b");
    last.add("1-1", "last");
    closed.lanes.close(Duration.ZERO);

    first.end.release();

    assertThat(last.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("last");
    assertThat(closed.begun).isEmpty();
  }

  /** An entry that is due is started at once and takes room, not held as if it had failed. */
  @Test
  void anEntryThatIsDueTakesItsRoomWhileItIsHandled() throws Exception {
    var begun = System.nanoTime();
    var started = new CountDownLatch(1);
    var room = room();
    var lanes =
        new Lanes(
            (lane, head) -> {
              started.countDown();
              go.await();
              return DONE;
            },
            room,
            new Capacity(1),
            timer,
            () -> Instant.EPOCH.plusNanos(System.nanoTime() - begun));
    add(lanes, room, "1-1", "a");
    started.await();

    assertThat(room.take(ROOM)).isEqualTo(ROOM - 1);
  }

  /** One that its stream's handler is not for waits for nobody, and keeps its room until acked. */
  @Test
  void whatNeedsNoHandlerPassesItsBusyOrder() throws Exception {
    var passing = new Passing();
    passing.add("1-1", "a");
    assertThat(passing.begun.take()).isEqualTo("1-1");
    passing.add("1-2", "a");
    assertThat(passing.room.take(ROOM)).isEqualTo(ROOM - 2);
    passing.room.giveBack(ROOM - 2);

    passing.outcome.complete(Unit.Result.DONE);

    assertThat(passing.room.take(ROOM)).isEqualTo(ROOM - 1);
    assertThat(passing.lanes.isInHand("count/1-2")).isFalse();
    assertThat(passing.lanes.isLost()).isFalse();
  }

  @Test
  void whatCannotBeAckedWithoutAHandlerTakesItsTurn() throws Exception {
    var passing = new Passing();
    passing.add("1-1", "a");
    passing.add("1-2", "a");
    assertThat(passing.begun.take()).isEqualTo("1-1");

    passing.outcome.completeExceptionally(new RedisException("refused"));
    go.countDown();

    assertThat(passing.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("1-2");
  }

  @Test
  void whatIsFencedInPassingIsLost() throws Exception {
    var passing = new Passing();
    passing.add("1-2", "a");
    assertThat(passing.lanes.isRunning()).isTrue();

    passing.outcome.complete(Unit.Result.FENCED);

    assertThat(passing.lanes.isLost()).isTrue();
    assertThat(passing.lanes.isRunning()).isFalse();
    assertThat(passing.room.take(ROOM)).isEqualTo(ROOM);
  }

  /** One partition, where the entry 1-2 needs no handler. */
  private final class Passing implements Lanes.Work {
    final LinkedBlockingQueue<String> begun = new LinkedBlockingQueue<>();
    final CompletableFuture<Unit.Result> outcome = new CompletableFuture<>();
    final Room room = room();
    final Lanes lanes = lanes(new Capacity(1), room, this);

    void add(String id, String subject) throws InterruptedException {
      LanesTest.add(lanes, room, id, subject);
    }

    @Override
    public Lanes.Step on(Lanes.Lane lane, InHand head) throws InterruptedException {
      begun.add(head.entry().id());
      go.await();
      return DONE;
    }

    @Override
    public @Nullable CompletableFuture<Unit.Result> pass(InHand entry) {
      return entry.entry().id().equals("1-2") ? outcome : null;
    }
  }

  /** The handlers of one partition: which begun, each until it is let end. */
  private final class Handlers {
    final LinkedBlockingQueue<String> begun = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<List<InHand>> ahead = new LinkedBlockingQueue<>();
    final Semaphore end = new Semaphore(0);
    final Room room = room();
    final Lanes lanes;

    Handlers(Capacity capacity) {
      lanes =
          lanes(
              capacity,
              room,
              (lane, head) -> {
                begun.add(String.valueOf(head.subject));
                ahead.add(lane.ahead);
                end.acquire();
                return DONE;
              });
    }

    InHand add(String id, String subject) throws InterruptedException {
      return LanesTest.add(lanes, room, id, subject);
    }

    /** Larger than its part of the room. */
    InHand addLarge(String id, String subject) throws InterruptedException {
      return LanesTest.add(lanes, room, id, subject, new byte[3 << 20]);
    }
  }

  private static Room room() {
    return new Room(1, 1);
  }

  private Lanes lanes(Capacity capacity, Room room, Lanes.Work work) {
    return new Lanes(work, room, capacity, timer, InstantSource.fixed(Instant.EPOCH));
  }

  private static InHand add(Lanes lanes, Room room, String id, String subject)
      throws InterruptedException {
    return add(lanes, room, id, subject, new byte[0]);
  }

  private static InHand add(Lanes lanes, Room room, String id, String subject, byte[] data)
      throws InterruptedException {
    assertThat(room.take(1)).isEqualTo(1);
    var fields = List.of(bytes("subject"), bytes(subject), bytes("data"), data);
    var entry = new InHand(new Entry("count", id, fields), 1, false, 0, 1);
    lanes.add(entry, null);
    return entry;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
