package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deposits that wait for the engine, in as many partitions as wanted, and many more of them than
 * are worked off; and what became of those that were.
 */
final class Reservoir implements AutoCloseable {

  static final String DEPOSITS = "events:deposit";
  static final String BALANCES = "events:balance";

  private static final int PAGE = 2_000;
  private static final int AT_ONCE = 500;
  private static final String LENGTHS =
      "local sum = 0 for _, key in ipairs(KEYS) do sum = sum + redis.call('XLEN', key) end return sum";

  private final int partitions;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisCommands<String, String> redis;

  Reservoir(int partitions, int port) {
    this.partitions = partitions;
    this.client = Redis.client(port);
    this.connection = Redis.connect(client);
    this.redis = connection.sync();
  }

  private int partition(int number) {
    return SlotHash.getSlot(Deposits.account(number)) % partitions;
  }

  private static String key(String kind, int partition) {
    return kind + ":{" + partition + "}";
  }

  private String[] keys(String kind) {
    return IntStream.range(0, partitions).mapToObj(n -> key(kind, n)).toArray(String[]::new);
  }

  private String account(int number) {
    return key("state:" + GROUP, partition(number)) + ":" + Deposits.account(number);
  }

  /** Opens the accounts 0 to count - 1. */
  void open(int count) {
    var empty = Map.of("v", "1", "s", Json.MAPPER.writeValueAsString(Account.EMPTY));
    each(count, number -> connection.async().hset(account(number), empty));
  }

  /** Appends the deposits 0 to count - 1. */
  void fill(int count) {
    var script = redis.scriptLoad(script());
    var head =
        List.of(
            data(),
            "" + Json.MAPPER.writeValueAsBytes(Deposits.deposit(0)).length,
            GROUP,
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    var next = new ArrayList<List<String>>();
    for (int partition = 0; partition < partitions; partition++) {
      next.add(new ArrayList<>(head));
    }
    var replies = new ArrayList<RedisFuture<?>>();
    for (int number = 0; number < count; number++) {
      var args = next.get(partition(number));
      args.addAll(List.of("" + number, Deposits.account(number), "" + Deposits.cents(number)));
      if (args.size() >= 3 * AT_ONCE) {
        replies.add(append(script, partition(number), args));
        next.set(partition(number), new ArrayList<>(head));
      }
      if (replies.size() == 64) {
        await(replies);
        replies.clear();
      }
    }
    for (int partition = 0; partition < partitions; partition++) {
      replies.add(append(script, partition, next.get(partition)));
    }
    await(replies);
    Workload.expect("deposits waiting", count, sum(DEPOSITS));
  }

  private RedisFuture<?> append(String script, int partition, List<String> args) {
    String[] keys = {key(DEPOSITS, partition)};
    return connection
        .async()
        .evalsha(script, ScriptOutputType.INTEGER, keys, args.toArray(String[]::new));
  }

  private static String script() {
    try (var in = Reservoir.class.getResourceAsStream("fill.lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A deposit's JSON, with places for what differs. */
  private static String data() {
    return Json.MAPPER
        .writeValueAsString(new DepositEvent.Made("@a", 1_111_111, 2_222_222, "@t"))
        .replace("1111111", "@n")
        .replace("2222222", "@c");
  }

  /** How many entries of this kind of stream there are in all partitions. */
  long sum(String kind) {
    Long sum = redis.eval(LENGTHS, ScriptOutputType.INTEGER, keys(kind));
    return Objects.requireNonNull(sum);
  }

  /** Keeps every instance from its partitions, until {@link #release()}. */
  void hold() {
    for (var lease : keys("lease:" + GROUP)) {
      redis.set(lease, "none-yet/0");
    }
  }

  void release() {
    redis.del(keys("lease:" + GROUP));
  }

  /** How many instances say that they live. */
  long members() {
    return redis.zcard("members:" + GROUP);
  }

  /**
   * Looks at what was published, at the accounts and at the acks. What an instance had read when it
   * was stopped, and not begun, is pending.
   *
   * @param opened how many accounts there were beforehand
   * @throws IllegalStateException when a deposit took effect twice, or was acked and took none
   */
  void check(int opened) {
    for (int partition = 0; partition < partitions; partition++) {
      var deposits = key(DEPOSITS, partition);
      var balances = redis.xlen(key(BALANCES, partition));
      var pending = redis.xpending(deposits, GROUP).getCount();
      Workload.expect(deposits + " done with", balances, read(deposits) - pending);
    }
    var taken = taken();
    check(Math.max(opened, taken.length()), taken::get, opened);
  }

  private long read(String deposits) {
    var group = (List<?>) redis.xinfoGroups(deposits).getFirst();
    return (Long) group.get(group.indexOf("entries-read") + 1);
  }

  /** The numbers of the deposits that took effect, by what was published. */
  private BitSet taken() {
    var taken = new BitSet();
    for (var stream : keys(BALANCES)) {
      var range = Range.<String>unbounded();
      var page = redis.xrange(stream, range, Limit.from(PAGE));
      while (!page.isEmpty()) {
        page.forEach(entry -> take(entry, taken));
        var last = Range.Boundary.excluding(page.getLast().getId());
        page = redis.xrange(stream, Range.from(last, Range.Boundary.unbounded()), Limit.from(PAGE));
      }
    }
    return taken;
  }

  private static void take(StreamMessage<String, String> entry, BitSet taken) {
    var data = Objects.requireNonNull(entry.getBody().get("data"));
    var balance = Json.MAPPER.readValue(data, BalanceEvent.Changed.class);
    if (taken.get(balance.number())) {
      throw new IllegalStateException("two events of " + balance.account());
    }
    taken.set(balance.number());
  }

  private void check(int count, IntPredicate taken, int opened) {
    var states = new ArrayList<RedisFuture<String>>();
    for (int from = 0; from < count; from += PAGE) {
      var to = Math.min(from + PAGE, count);
      states.clear();
      for (int number = from; number < to; number++) {
        states.add(connection.async().hget(account(number), "s"));
      }
      await(states);
      for (int number = from; number < to; number++) {
        check(number, states.get(number - from).resultNow(), taken.test(number), number < opened);
      }
    }
  }

  private static void check(int number, @Nullable String json, boolean taken, boolean opened) {
    if (json == null) {
      Workload.expect("accounts of " + number, taken || opened ? 1 : 0, 0);
      return;
    }
    var is = Json.MAPPER.readValue(json, Account.class);
    Workload.expect("deposits in " + Deposits.account(number), taken ? 1 : 0, is.deposits());
    var cents = taken ? Deposits.cents(number) : 0;
    Workload.expect("cents in " + Deposits.account(number), cents, is.cents());
  }

  /** Deletes the accounts 0 to count - 1. */
  void delete(int count) {
    each(count, number -> connection.async().del(account(number)));
  }

  /** The names and values of the first entries of a kind of stream, in bytes for each entry. */
  double fieldBytes(String kind) {
    return redis.xrange(key(kind, 0), Range.unbounded(), Limit.from(PAGE)).stream()
        .flatMap(entry -> Stream.of(entry.getBody()))
        .mapToInt(
            fields ->
                (String.join("", fields.keySet()) + String.join("", fields.values())).length())
        .average()
        .orElseThrow();
  }

  /** The JSON of an account, in bytes. */
  double jsonBytes() {
    return Objects.requireNonNull(redis.hget(account(0), "s")).length();
  }

  /** What instances that work on these need to know. */
  List<String> settings() {
    return List.of("--streams.partitions=" + partitions);
  }

  /** Bytes that Redis has allocated. */
  long memory() {
    return Long.parseLong(Redis.info(connection, "used_memory"));
  }

  private interface Command {
    RedisFuture<?> ask(int number);
  }

  private void each(int count, Command command) {
    var replies = new ArrayList<RedisFuture<?>>();
    connection.setAutoFlushCommands(false);
    for (int number = 0; number < count; number++) {
      replies.add(command.ask(number));
      if (replies.size() == PAGE || number == count - 1) {
        connection.flushCommands();
        await(replies);
        replies.clear();
      }
    }
    connection.setAutoFlushCommands(true);
  }

  private static void await(List<? extends RedisFuture<?>> replies) {
    if (!LettuceFutures.awaitAll(60, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new))) {
      throw new IllegalStateException("Redis did not answer within a minute");
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
