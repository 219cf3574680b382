package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.commit.Stored;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One partition in which commands number events of a few subjects, and a group takes the numbers;
 * it holds what stands in Redis against I1 to I4.
 *
 * <p>An entity is written as {@code k;1,2,4}: how many events its commands published, and the
 * numbers that it took. Odd numbers are taken without a new state.
 */
final class ProtocolWorld {

  static final List<String> SUBJECTS = List.of("a", "b");
  static final Keys KEYS = new Keys("reader", 0);
  static final String COUNT = "count";

  private static final Script TRIM = new Script("trim");
  private static final String EVENTS = text(KEYS.events(COUNT));
  private static final String SEEN = text(KEYS.events("seen"));
  private static final String DEAD = text(KEYS.dead());

  private record Numbered(String subject, int number, String command) {}

  final Connection connection;
  final Connections connections;
  final DeadLetters deadLetters;
  final Letters letters;
  private final RedisCommands<String, String> redis;
  private final Loader loader = new Loader(List.of(COUNT));
  private final Map<String, Numbered> published = new LinkedHashMap<>();
  private final Map<String, Set<Integer>> discarded = new HashMap<>();
  private final Set<String> accepted = new HashSet<>();
  private String lastPublished = "0-0";

  ProtocolWorld(
      RedisCommands<String, String> redis, Connections connections, Connection connection) {
    this.connections = connections;
    this.redis = redis;
    this.connection = connection;
    this.deadLetters = new DeadLetters(KEYS.group(), 1, connection);
    this.letters = new Letters(connection, KEYS);
    redis.flushall();
    for (var stream : List.of(COUNT, Keys.REPLAY)) {
      redis.xgroupCreate(
          StreamOffset.from(text(KEYS.events(stream)), "0-0"),
          KEYS.group(),
          XGroupCreateArgs.Builder.mkstream());
    }
  }

  Stored load(String subject) throws InterruptedException {
    return loader.load(connection, KEYS, subject).await(Duration.ofSeconds(5));
  }

  @Nullable String leaseHolder() {
    return redis.get(text(KEYS.lease()));
  }

  void expireLease() {
    redis.del(text(KEYS.lease()));
  }

  void accepted(String command) {
    accepted.add(command);
  }

  /** Cuts whatever the group is done with. */
  void trim() throws InterruptedException {
    var args = List.of(bytes("0"), bytes("0"), bytes("1000"), bytes(KEYS.group()));
    Connection.await(
        TRIM.run(connection, List.of(KEYS.events(COUNT)), args), Duration.ofSeconds(5));
  }

  List<DeadLetter> letters(String subject) throws InterruptedException {
    return deadLetters.list(new DeadLetters.Filter(subject, null, null), null, 1000);
  }

  /** Twice, as if the first reply was lost. */
  void discard(DeadLetter letter) throws InterruptedException {
    var stood = redis.xrange(DEAD, Range.create(letter.id(), letter.id())).size() == 1;
    var moved = deadLetters.discard(letter).letters() + deadLetters.discard(letter).letters();
    assertThat(moved).isEqualTo(stood ? 1 : 0);
    if (stood) {
      discarded
          .computeIfAbsent(String.valueOf(letter.subject()), s -> new HashSet<>())
          .add(Integer.parseInt(String.valueOf(letter.entry().field("number"))));
    }
  }

  /** What a commit can change. */
  String snapshot() {
    var all = new StringBuilder();
    for (var subject : SUBJECTS) {
      all.append(redis.hgetall(text(KEYS.state(subject))));
      all.append(redis.lrange(text(KEYS.letters(subject)), 0, -1));
    }
    for (var stream : List.of(EVENTS, SEEN, DEAD)) {
      all.append(redis.xrange(stream, Range.unbounded()));
    }
    all.append(pending(EVENTS)).append(pending(text(KEYS.events(Keys.REPLAY))));
    return all.append(redis.hgetall(text(KEYS.letters()))).toString();
  }

  private List<String> pending(String stream) {
    var ids = new ArrayList<String>();
    redis
        .xpending(stream, KEYS.group(), Range.unbounded(), io.lettuce.core.Limit.from(1000))
        .forEach(message -> ids.add(message.getId()));
    return ids;
  }

  /** Whether the group has nothing left to do. */
  boolean isAtRest() {
    return pending(EVENTS).isEmpty()
        && unread().isEmpty()
        && redis.xlen(text(KEYS.events(Keys.REPLAY))) == 0;
  }

  private List<String> unread() {
    var delivered =
        redis.xinfoGroups(EVENTS).stream()
            .map(info -> Info.of(info).text("last-delivered-id"))
            .map(EntryId::parse)
            .findFirst()
            .orElseThrow();
    return published.keySet().stream()
        .filter(id -> EntryId.parse(id).compareTo(delivered) > 0)
        .toList();
  }

  /** Holds what stands there against the invariants. */
  void check() throws InterruptedException {
    var standing = learn();
    var left = new ArrayList<>(pending(EVENTS));
    left.addAll(unread());
    assertThat(standing).as("I4: what isn't done with stands").containsAll(left);
    var commands = published.values().stream().map(Numbered::command).toList();
    assertThat(commands).as("I2: a command's event, once").doesNotHaveDuplicates();
    assertThat(commands).as("I4: what a command was told").containsAll(accepted);
    var inLists = 0;
    for (var subject : SUBJECTS) {
      inLists += check(subject, left);
    }
    assertThat(redis.xlen(DEAD)).as("letters in lists and in the stream").isEqualTo(inLists);
    var counted = redis.hget(text(KEYS.letters()), COUNT);
    assertThat(counted == null ? 0 : Integer.parseInt(counted)).isEqualTo(inLists);
  }

  /** Looks at what was published since; says which entries stand. */
  private Set<String> learn() {
    var standing = new HashSet<String>();
    for (var entry : redis.xrange(EVENTS, Range.unbounded())) {
      standing.add(entry.getId());
      if (EntryId.parse(entry.getId()).compareTo(EntryId.parse(lastPublished)) > 0) {
        published.put(entry.getId(), numbered(entry));
        lastPublished = entry.getId();
      }
    }
    return standing;
  }

  private static Numbered numbered(StreamMessage<String, String> entry) {
    var body = entry.getBody();
    return new Numbered(
        body.get("subject"), Integer.parseInt(body.get("number")), body.get("command"));
  }

  private int check(String subject, List<String> left) throws InterruptedException {
    var all = published.values().stream().filter(e -> e.subject().equals(subject));
    var numbers = all.map(Numbered::number).toList();
    var seen = seen(subject);
    var entity = Entity.of(load(subject).state());
    assertThat(numbers)
        .as("I1, I2: commands' events, each once, and the state with them")
        .isEqualTo(IntStream.rangeClosed(1, entity.published()).boxed().toList());
    assertThat(entity.taken())
        .as("I1: what the state says was taken, and what was published of it")
        .isEqualTo(seen.stream().filter(n -> n % 2 == 0).toList());
    var waiting = left.stream().map(published::get).filter(e -> e.subject().equals(subject));
    var set = letters(subject).stream().map(l -> l.entry().field("number")).toList();
    var aside = set.stream().map(n -> Integer.parseInt(String.valueOf(n))).toList();
    var inOrder = new ArrayList<>(seen);
    inOrder.addAll(aside);
    inOrder.addAll(waiting.map(Numbered::number).sorted().toList());
    assertThat(inOrder)
        .as("I2, I3: taken, then set aside, then waiting, each once: %s %s", seen, aside)
        .isSorted()
        .doesNotHaveDuplicates();
    var found = new TreeSet<>(inOrder);
    found.addAll(discarded.getOrDefault(subject, Set.of()));
    assertThat(found).as("I4: each is somewhere").containsExactlyElementsOf(numbers);
    var d = redis.hget(text(KEYS.state(subject)), "d");
    assertThat(d == null ? 0 : Integer.parseInt(d)).isEqualTo(aside.size());
    return aside.size();
  }

  private List<Integer> seen(String subject) {
    return redis.xrange(SEEN, Range.unbounded()).stream()
        .map(StreamMessage::getBody)
        .filter(body -> subject.equals(body.get("subject")))
        .map(body -> Integer.parseInt(body.get("number")))
        .toList();
  }

  /** An entity's state. */
  record Entity(int published, List<Integer> taken) {

    static Entity of(byte @Nullable [] state) {
      if (state == null) {
        return new Entity(0, List.of());
      }
      var parts = text(state).split(";", -1);
      var taken = new ArrayList<Integer>();
      for (var number : parts[1].split(",")) {
        if (!number.isEmpty()) {
          taken.add(Integer.parseInt(number));
        }
      }
      return new Entity(Integer.parseInt(parts[0]), taken);
    }

    byte[] publishing() {
      return written(published + 1, taken);
    }

    byte[] taking(int number) {
      var more = new ArrayList<>(taken);
      more.add(number);
      return written(published, more);
    }

    private static byte[] written(int published, List<Integer> taken) {
      return bytes(published + ";" + String.join(",", taken.stream().map(n -> "" + n).toList()));
    }
  }

  static Unit.Append append(String stream, String... fields) {
    return new Unit.Append(
        KEYS.events(stream), java.util.Arrays.stream(fields).map(ProtocolWorld::bytes).toList());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
