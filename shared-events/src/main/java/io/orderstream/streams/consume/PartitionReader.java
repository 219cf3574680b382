package io.orderstream.streams.consume;

import static java.util.stream.Collectors.toSet;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one partition's streams for its owner, over a connection of its own. */
final class PartitionReader implements AutoCloseable {

  private static final Script JOIN = new Script("join");
  private static final Duration REPLY = Duration.ofSeconds(10);
  private static final Duration BLOCK = Duration.ofSeconds(8);

  /** How often at least it is tried to read, whatever tells of nothing. */
  private static final Duration ANYWAY = Duration.ofMinutes(2);

  private final Tools tools;
  private final Connection connection;
  private final PendingEntries pending;
  private final NewEntries newEntries;
  private final Room room;
  private final int batch;

  private final List<String> streams;

  /** Where the group stands in each stream; nobody but this reader moves it on. */
  private final Map<String, String> lastRead = new HashMap<>();

  /** Whether the last wait ended because there is something behind that. */
  private boolean told;

  /** Whether there may be something that no wait tells of. */
  private volatile boolean untold = true;

  private long readNanos = System.nanoTime();

  private final Rest rest = new Rest();

  private String woken = "0-0";
  private volatile boolean awake;
  private volatile boolean blocked;

  PartitionReader(Tools tools, Connection connection, Room room, DueEvents due, int batch) {
    this.tools = tools;
    this.connection = connection;
    this.room = room;
    this.batch = batch;
    var all = new ArrayList<>(tools.subscriptions().keySet());
    all.add(Keys.REPLAY);
    this.streams = List.copyOf(all);
    this.pending = new PendingEntries(tools, connection, room, due, streams, batch, () -> awake);
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
    pending.claim(lanes, token);
  }

  /** Reads what there is room for; says how many there were. */
  int read(Lanes lanes, Supplier<String> token) throws InterruptedException {
    if (!told && !untold && System.nanoTime() - readNanos < ANYWAY.toNanos()) {
      return 0;
    }
    var places = room.take(batch);
    if (places == 0) {
      return -1;
    }
    untold = false;
    readNanos = System.nanoTime();
    var most = Math.max(1, places / tools.subscriptions().size());
    List<InHand> entries = List.of();
    try {
      entries = fetch(most, token.get());
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
    if (entries.stream().anyMatch(entry -> !tools.isIgnored(entry.entry()))) {
      untold = true;
      rest.end();
    } else if (!entries.isEmpty()) {
      if (entries.size() >= most) {
        untold = true; // else a wait tells at once of what is there
      }
      rest.begin(entries.stream().map(entry -> entry.entry().stream()).collect(toSet()));
    }
    var loading = Map.<InHand, Loader.Loading>of();
    try {
      loading = load(lanes, entries);
      await(loading);
    } finally { // the lanes give their room back, also where this is told to stop
      room.enter(entries);
      for (var entry : entries) {
        lanes.add(entry, loading.get(entry));
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

  /** Asks for the entities of all new lanes at once, each for the first entry of its lane. */
  private Map<InHand, Loader.Loading> load(Lanes lanes, List<InHand> entries) {
    var loading = new HashMap<InHand, Loader.Loading>();
    if (entries.isEmpty()) {
      return loading;
    }
    try {
      var seen = new HashSet<String>();
      for (var entry : entries) {
        var subject = entry.subject;
        if (subject != null
            && !tools.isIgnored(entry.entry())
            && seen.add(subject)
            && !lanes.isBusy(entry.lane())) {
          loading.put(entry, tools.loader().load(connection, tools.partition(), subject));
        }
      }
      connection.flush();
    } catch (RedisException e) {
      // the connection was lost just now: each lane loads its entity by itself
      loading.clear();
    }
    return loading;
  }

  /** Waits for all of them here, once, in place of in each lane. */
  private static void await(Map<InHand, Loader.Loading> loading) throws InterruptedException {
    try {
      for (var each : loading.entrySet()) {
        each.getKey().size += each.getValue().size(REPLY);
      }
    } catch (RedisException e) {
      // the lane that needs it is told
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
    var resting = rest.streams();
    for (var stream : streams) {
      if (resting.contains(stream)) {
        continue;
      }
      if (!lastRead.containsKey(stream)) {
        lastRead.put(stream, delivered(stream));
      }
      offsets.add(StreamOffset.from(tools.partition().events(stream), lastRead.get(stream)));
    }
    offsets.add(StreamOffset.from(tools.partition().wake(), woken));
    blocked = true;
    try {
      var reply = block(offsets, rest.atMost(atMost.compareTo(BLOCK) < 0 ? atMost : BLOCK));
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

  /** Something may be there to read that no wait tells of: the group is gone, or was set back. */
  void readAnyway() {
    untold = true;
  }

  /** Forgets what it read, and opens its connection anew. */
  void reset() {
    forget();
    connection.reset();
  }

  private void forget() {
    lastRead.clear();
    untold = true;
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
