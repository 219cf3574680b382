package io.orderstream.streams.consume;

import static io.orderstream.streams.consume.ProtocolWorld.COUNT;
import static io.orderstream.streams.consume.ProtocolWorld.KEYS;
import static io.orderstream.streams.consume.ProtocolWorld.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Stored;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A consumer that does what {@link PartitionOwner} and {@link Attempt} do, step by step. */
final class ProtocolOwner implements AutoCloseable {

  private static final Script CLAIM = new Script("claim");
  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final List<String> STREAMS = List.of(COUNT, Keys.REPLAY);

  /** A subject's entries in hand, and what is decided of the first. */
  private static final class Lane {
    final ArrayDeque<InHand> waiting = new ArrayDeque<>();
    @Nullable Stored stored;
    @Nullable Unit decided;
  }

  private final ProtocolWorld world;
  private final String name;
  private final Lease lease;
  private final Committer committer;
  private final Connection reading;
  private final NewEntries newEntries;
  private final Map<String, Lane> lanes = new HashMap<>();
  private boolean claimed;

  ProtocolOwner(ProtocolWorld world, String name) {
    this.world = world;
    this.name = name;
    this.lease = new Lease(world.connection, KEYS, name, Duration.ofHours(1));
    this.committer = new Committer(world.connection, KEYS, 10, lease::token, (units, took) -> {});
    this.reading = world.connections.dedicated();
    this.newEntries = new NewEntries(reading, KEYS, name, STREAMS);
  }

  void take() throws InterruptedException {
    var holder = world.leaseHolder();
    var expected =
        holder == null
            ? Lease.Taken.ANEW
            : holder.startsWith(name + "/") ? Lease.Taken.AGAIN : Lease.Taken.NO;
    var taken = lease.take();
    assertThat(taken).isEqualTo(expected);
    claimed = false;
    if (taken != Lease.Taken.AGAIN) {
      lanes.clear();
    }
  }

  void release() throws InterruptedException {
    lanes.clear();
    lease.release();
  }

  /** Takes over what is pending, page by page. */
  void claim() throws InterruptedException {
    for (var stream : STREAMS) {
      var start = "-";
      List<?> page;
      do {
        var keys = List.of(KEYS.lease(), KEYS.events(stream), KEYS.retry());
        var from = start;
        page =
            under(
                token ->
                    Connection.await(
                        CLAIM.run(world.connection, keys, args(token, from, "2", stream)), REPLY));
        if (page == null) {
          return;
        }
        for (var item : page) {
          var pending = (List<?>) item;
          assertThat(pending).as("I4: nothing pending was cut").hasSize(3);
          hand(NewEntries.entry(stream, pending.get(0), pending.get(2)));
          start = "(" + PartitionReader.text(pending.get(0));
        }
      } while (page.size() == 2);
    }
    claimed = lease.token() != null;
  }

  /** Reads what is new, after what is pending. */
  void read(boolean replyIsLost) throws InterruptedException {
    if (!claimed) {
      claim();
    }
    if (!claimed) {
      return;
    }
    var entries = under(token -> newEntries.read(token, 2));
    if (replyIsLost) {
      claimed = false;
    } else if (entries != null) {
      entries.forEach(this::hand);
    }
  }

  private void hand(Entry read) {
    var entry = new InHand(read, 1, false, 0, 1);
    var lane = lanes.computeIfAbsent(entry.lane(), subject -> new Lane());
    if (lane.waiting.stream().noneMatch(in -> in.key().equals(entry.key()))) {
      lane.waiting.add(entry);
    }
  }

  private interface Call<T> {
    List<T> under(String token) throws InterruptedException;
  }

  /** Null where the lease is another's; it must be exactly then. */
  private <T> @Nullable List<T> under(Call<T> call) throws InterruptedException {
    var token = lease.token();
    if (token == null) {
      return null;
    }
    var holds = token.equals(world.leaseHolder());
    try {
      var reply = call.under(token);
      assertThat(holds).as("a stale owner reads nothing").isTrue();
      return reply;
    } catch (RedisCommandExecutionException e) {
      assertThat(e).hasMessageContaining("FENCED");
      assertThat(holds).isFalse();
      lose();
      return null;
    }
  }

  private List<byte[]> args(String token, String... more) {
    var args = new ArrayList<>(List.of(bytes(token), bytes(KEYS.group()), bytes(name)));
    for (var each : more) {
      args.add(bytes(each));
    }
    return args;
  }

  private void lose() {
    lease.lose();
    lanes.clear();
    claimed = false;
  }

  /** Handles the subject's first entry, without a commit yet. */
  void decide(String subject, boolean fails) throws InterruptedException {
    var lane = lanes.get(subject);
    if (lane == null || lane.waiting.isEmpty() || lane.decided != null) {
      return;
    }
    var head = lane.waiting.getFirst();
    if (head.isReplay()) {
      lane.decided = replay(head, fails);
      return;
    }
    if (lane.stored == null) {
      lane.stored = world.load(subject);
    }
    if (lane.stored.isPast(COUNT, head.id)) {
      lane.decided = settle(Unit.Kind.A, head, null, null, List.of());
    } else if (fails || lane.stored.setAside()) {
      lane.decided = settle(Unit.Kind.D, head, subject, "", List.of(letter(head.entry())));
    } else {
      lane.decided = effect(Unit.Kind.E, subject, lane.stored, head.entry(), null);
    }
  }

  private Unit replay(InHand head, boolean fails) throws InterruptedException {
    var letter = world.letters.next(head);
    if (letter == null) {
      return settle(Unit.Kind.Q, head, null, null, List.of());
    }
    var subject = String.valueOf(head.subject);
    if (fails) {
      var again = List.of(letter(letter.entry()));
      return settle(Unit.Kind.F, head, subject, letter.id(), again);
    }
    return effect(Unit.Kind.R, subject, world.load(subject), letter.entry(), letter.id());
  }

  private static Unit settle(
      Unit.Kind kind,
      InHand head,
      @Nullable String subject,
      @Nullable String letter,
      List<Unit.Append> appends) {
    var entry = head.entry();
    var effects = Effects.appending(appends.toArray(Unit.Append[]::new));
    return new Unit(kind, subject, 0, null, entry.stream(), entry.id(), false, letter, effects);
  }

  private static Unit.Append letter(Entry entry) {
    var now = Instant.EPOCH;
    var reason = new IllegalStateException("as it happens");
    return new Unit.Append(
        KEYS.dead(), DeadLetter.fields(entry, KEYS.group(), 1, now, now, reason));
  }

  private static Unit effect(
      Unit.Kind kind, String subject, Stored stored, Entry entry, @Nullable String letter) {
    var number = Integer.parseInt(String.valueOf(entry.field("number")));
    var state = number % 2 == 1 ? null : ProtocolWorld.Entity.of(stored.state()).taking(number);
    var seen = ProtocolWorld.append("seen", "subject", subject, "number", "" + number);
    return new Unit(
        kind,
        subject,
        stored.version(),
        state,
        entry.stream(),
        entry.id(),
        false,
        letter,
        Effects.appending(seen));
  }

  /** Commits what is decided of these subjects at once; a lost reply is sent for again later. */
  void commit(List<String> subjects, boolean replyIsLost) throws Exception {
    var ready = new ArrayList<Lane>();
    for (var subject : subjects) {
      var lane = lanes.get(subject);
      if (lane != null && lane.decided != null) {
        ready.add(lane);
      }
    }
    if (ready.isEmpty()) {
      return;
    }
    var token = lease.token();
    var holds = token != null && token.equals(world.leaseHolder());
    var before = world.snapshot();
    var results = send(ready);
    if (!holds) {
      assertThat(results).as("under a stale token").containsOnly(Unit.Result.FENCED);
      assertThat(world.snapshot()).isEqualTo(before);
    } else {
      assertThat(results).doesNotContain(Unit.Result.FENCED);
    }
    for (int i = 0; i < ready.size() && !replyIsLost; i++) {
      committed(ready.get(i), results.get(i));
    }
  }

  private List<Unit.Result> send(List<Lane> ready) throws Exception {
    var results = new ArrayList<Unit.Result>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Unit.Result>>();
      ready.forEach(lane -> calls.add(() -> committer.commit(lane.decided)));
      for (Future<Unit.Result> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
    }
    return results;
  }

  private void committed(Lane lane, Unit.Result result) {
    var unit = lane.decided;
    if (unit == null || lane.waiting.isEmpty()) {
      return;
    }
    var was = lane.stored;
    lane.decided = null;
    lane.stored = null;
    switch (result) {
      case DONE, ALREADY -> {
        if (unit.kind() == Unit.Kind.R) {
          return;
        }
        var head = lane.waiting.removeFirst();
        if (unit.kind() == Unit.Kind.E && result == Unit.Result.DONE && was != null) {
          lane.stored = was.after(COUNT, head.id, unit);
        }
      }
      case FENCED -> lose();
      default -> {
        // decided anew on the entity as it is then
      }
    }
  }

  /** As if the process was killed. */
  @Override
  public void close() {
    committer.close();
    reading.close();
  }
}
