package io.orderstream.streams.consume;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one partition's streams for its owner, over a connection of its own. */
final class PartitionReader implements AutoCloseable {

  private static final Script JOIN = new Script("join");
  private static final Script TIDY = new Script("tidy");
  private static final Script CLAIM = new Script("claim");
  private static final Duration REPLY = Duration.ofSeconds(10);
  private static final Duration BLOCK = Duration.ofSeconds(5);

  /** How often at least it is tried to read what no wait told of. */
  private static final Duration UNTOLD = Duration.ofSeconds(20);

  private final Attempt.Tools tools;
  private final Connection connection;
  private final NewEntries newEntries;
  private final Room room;
  private final int batch;

  /**
   * The same here: the group may be gone, or was set back, which is seen before it is a trouble.
   */
  private final Duration untold;

  private final List<String> streams;

  /** Where the group stands in each stream; nobody but this reader moves it on. */
  private final Map<String, String> lastRead = new HashMap<>();

  /** Whether the last wait ended because there is something behind that. */
  private boolean told;

  /**
   * When there was last nothing to read, or {@link Long#MIN_VALUE} where there may be something.
   */
  private long nothingNanos = Long.MIN_VALUE;

  private String woken = "0-0";
  private volatile boolean awake;
  private volatile boolean blocked;

  PartitionReader(
      Attempt.Tools tools, Connection connection, Room room, int batch, Duration lease) {
    this.tools = tools;
    this.connection = connection;
    this.room = room;
    this.batch = batch;
    this.untold = lease.compareTo(UNTOLD) < 0 ? lease : UNTOLD;
    var all = new ArrayList<>(tools.subscriptions().keySet());
    all.add(Keys.REPLAY);
    this.streams = List.copyOf(all);
    this.newEntries = new NewEntries(connection, tools.partition(), tools.consumer(), streams);
  }

  /** Makes sure that the groups are there; a new one begins at the stream's first entry. */
  void prepare() throws InterruptedException {
    forget();
    var keys = streams.stream().map(stream -> tools.partition().events(stream)).toList();
    var args = List.of(Script.bytes(tools.partition().group()));
    Connection.await(JOIN.run(connection, keys, args), REPLY);
    var wakes =
        connection.commands().xrevrange(tools.partition().wake(), Range.unbounded(), Limit.from(1));
    connection.flush();
    var last = Connection.await(wakes, REPLY);
    woken = last.isEmpty() ? "0-0" : last.getFirst().getId();
  }

  /** Hands over every pending entry that isn't in hand, in the order of the stream. */
  void claim(Lanes lanes, Supplier<String> token) throws InterruptedException {
    var retries = retries();
    for (var stream : streams) {
      var start = "-";
      while (true) {
        var most = room.fitting(batch);
        var page = claim(stream, start, most, token.get());
        var deleted = 0;
        for (var item : page) {
          var pending = (List<?>) item;
          if (pending.size() < 3) {
            deleted++;
          } else {
            hand(lanes, stream, pending, retries, token);
          }
        }
        if (deleted > 0) {
          tools.listener().lost(stream, tools.partition().partition(), deleted);
        }
        if (page.size() < most || awake) {
          break;
        }
        start = "(" + text(((List<?>) page.getLast()).getFirst());
      }
      tidy(stream, token.get());
    }
  }

  /** Deletes consumers that are gone; what they had is claimed, and only the owner reads. */
  private void tidy(String stream, String token) throws InterruptedException {
    var keys = List.of(tools.partition().lease(), tools.partition().events(stream));
    var args =
        List.of(
            Script.bytes(token),
            Script.bytes(tools.partition().group()),
            Script.bytes(tools.consumer()));
    Connection.await(TIDY.run(connection, keys, args), REPLY);
  }

  private List<Object> claim(String stream, String start, int most, String token)
      throws InterruptedException {
    var keys =
        List.of(
            tools.partition().lease(), tools.partition().events(stream), tools.partition().retry());
    var args =
        List.of(
            Script.bytes(token),
            Script.bytes(tools.partition().group()),
            Script.bytes(tools.consumer()),
            Script.bytes(start),
            Script.bytes(most),
            Script.bytes(stream));
    return Connection.await(CLAIM.run(connection, keys, args), REPLY);
  }

  private void hand(
      Lanes lanes,
      String stream,
      List<?> pending,
      Map<String, String> retries,
      Supplier<String> token)
      throws InterruptedException {
    var entry = NewEntries.entry(stream, pending.get(0), pending.get(2));
    var claimed =
        new InHand(
            entry,
            ((Long) pending.get(1)).intValue(),
            true,
            tools.partition().partition(),
            tools.partitions());
    if (awake || lanes.isInHand(claimed.key())) {
      return; // nothing may follow an entry that was left to the next owner
    }
    var times = retries.get(claimed.key());
    if (times != null) {
      var space = times.indexOf(' ');
      claimed.due =
          tools
              .retries()
              .bounded(
                  Instant.ofEpochMilli(Long.parseLong(times.substring(0, space))),
                  tools.clock().instant());
      claimed.firstFailure = Instant.ofEpochMilli(Long.parseLong(times.substring(space + 1)));
    }
    while (room.take(1) == 0) {
      if (awake) {
        return;
      }
      if (token.get().equals("none")) {
        throw new RedisException("the lease ran out while pending entries waited for room");
      }
    }
    room.enter(List.of(claimed));
    lanes.add(claimed, null);
  }

  private Map<String, String> retries() throws InterruptedException {
    var reply = connection.commands().hgetall(tools.partition().retry());
    connection.flush();
    var times = new HashMap<String, String>();
    Connection.await(reply, REPLY).forEach((key, value) -> times.put(text(key), text(value)));
    return times;
  }

  /** Reads what there is room for; says how many there were. */
  int read(Lanes lanes, Supplier<String> token) throws InterruptedException {
    if (nothingNanos != Long.MIN_VALUE
        && !told
        && System.nanoTime() - nothingNanos < untold.toNanos()) {
      return 0;
    }
    var places = room.take(batch);
    if (places == 0) {
      return -1;
    }
    List<InHand> entries = List.of();
    try {
      entries = fetch(Math.max(1, places / tools.subscriptions().size()), token.get());
    } finally {
      if (entries.size() <= places) {
        room.giveBack(places - entries.size());
      } else {
        room.overdraw(entries.size() - places);
      }
    }
    if (entries.isEmpty() && told) {
      lastRead.clear(); // somebody else moved the group on
    }
    told = false;
    nothingNanos = entries.isEmpty() ? System.nanoTime() : Long.MIN_VALUE;
    var loading = Map.<String, Loader.Loading>of();
    try {
      loading = load(lanes, entries);
      await(entries, loading);
    } finally { // the lanes give their room back, also where this is told to stop
      room.enter(entries);
      for (var entry : entries) {
        lanes.add(entry, loading.get(entry.lane()));
      }
    }
    return entries.size();
  }

  private List<InHand> fetch(int most, String token) throws InterruptedException {
    var entries = new ArrayList<InHand>();
    for (var entry : newEntries.read(token, most)) {
      lastRead.put(entry.stream(), entry.id());
      entries.add(new InHand(entry, 1, false, tools.partition().partition(), tools.partitions()));
    }
    return entries;
  }

  /** Asks for the entities of all new lanes at once. */
  private Map<String, Loader.Loading> load(Lanes lanes, List<InHand> entries) {
    var loading = new LinkedHashMap<String, Loader.Loading>();
    if (entries.isEmpty()) {
      return loading;
    }
    try {
      load(lanes, entries, loading);
    } catch (RedisException e) {
      // the connection was lost just now: each lane loads its entity by itself
      loading.clear();
    }
    return loading;
  }

  private void load(Lanes lanes, List<InHand> entries, Map<String, Loader.Loading> loading) {
    var seen = new HashSet<String>();
    for (var entry : entries) {
      if (entry.subject != null && seen.add(entry.subject) && !lanes.isBusy(entry.lane())) {
        loading.put(
            entry.lane(), tools.loader().load(connection, tools.partition(), entry.subject));
      }
    }
    connection.flush();
  }

  /** Waits for all of them here, once, in place of in each lane. */
  private static void await(List<InHand> entries, Map<String, Loader.Loading> loading)
      throws InterruptedException {
    var left = new HashMap<>(loading);
    for (var entry : entries) {
      var own = left.remove(entry.lane());
      if (own != null) {
        try {
          entry.size += own.size(REPLY);
        } catch (RedisException e) {
          return; // the lane that needs it is told
        }
      }
    }
  }

  /**
   * Waits until there may be something new, for a few seconds at most.
   *
   * @return whether something was scheduled that is due soon
   */
  boolean awaitNew(Duration atMost) throws InterruptedException {
    if (awake) {
      return false;
    }
    var offsets = new ArrayList<StreamOffset<byte[]>>();
    for (var stream : streams) {
      if (!lastRead.containsKey(stream)) {
        lastRead.put(stream, delivered(stream));
      }
      offsets.add(StreamOffset.from(tools.partition().events(stream), lastRead.get(stream)));
    }
    offsets.add(StreamOffset.from(tools.partition().wake(), woken));
    blocked = true;
    try {
      var reply = block(offsets, atMost.compareTo(BLOCK) < 0 ? atMost : BLOCK);
      connection.flush();
      if (awake) { // perhaps before it was asked
        return false;
      }
      return isWake(Connection.await(reply, BLOCK.plus(REPLY)));
    } catch (RedisException e) {
      if (!awake) {
        throw e;
      }
      return false;
    } finally {
      blocked = false;
    }
  }

  private boolean isWake(List<StreamMessage<byte[], byte[]>> entries) {
    var is = false;
    for (var entry : entries) {
      if (Arrays.equals(entry.getStream(), tools.partition().wake())) {
        woken = entry.getId();
        is = true;
      } else {
        told = true;
      }
    }
    return is;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private CompletionStage<List<StreamMessage<byte[], byte[]>>> block(
      List<StreamOffset<byte[]>> offsets, Duration time) {
    StreamOffset<byte[]>[] array = offsets.toArray(new StreamOffset[0]);
    return connection.commands().xread(XReadArgs.Builder.block(time).count(1), array);
  }

  /** Where the group stands, for a stream that this reader read nothing of yet. */
  private String delivered(String stream) throws InterruptedException {
    var reply = connection.commands().xinfoGroups(tools.partition().events(stream));
    connection.flush();
    for (var group : Connection.await(reply, REPLY)) {
      var info = Info.of(group);
      if (tools.partition().group().equals(info.text("name"))) {
        return info.text("last-delivered-id");
      }
    }
    return "0-0";
  }

  static String text(@Nullable Object bytes) {
    return new String((byte[]) java.util.Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
  }

  /** Forgets what it read, and opens its connection anew. */
  void reset() {
    forget();
    connection.reset();
  }

  private void forget() {
    lastRead.clear();
    nothingNanos = Long.MIN_VALUE;
  }

  /** Ends a wait. A read that is under way is not cut off: what it brings would be nobody's. */
  void wake() {
    awake = true;
    if (blocked) {
      connection.reset();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
