package io.orderstream.benchmarks;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The events that wait, and whether each took effect once. */
final class Workload {

  private static final int PAYLOAD = 300;
  private static final int PAGE = 2_000;

  private final Contender contender;
  private final Options options;
  private final StatefulRedisConnection<String, String> connection;

  Workload(
      Contender contender, Options options, StatefulRedisConnection<String, String> connection) {
    this.contender = contender;
    this.options = options;
    this.connection = connection;
  }

  /** Puts every event, the warm-up's too, into the streams; each is about an account of its own. */
  void fill() {
    each(options.total(), this::open);
    each(options.total(), (redis, number) -> add(redis, deposit(number)));
  }

  private RedisFuture<?> open(RedisAsyncCommands<String, String> redis, int number) {
    var empty = Json.MAPPER.writeValueAsString(Account.EMPTY);
    return redis.hset(contender.account(account(number)), Map.of("v", "1", "s", empty));
  }

  private RedisFuture<?> add(RedisAsyncCommands<String, String> redis, DepositEvent.Made deposit) {
    var fields = Envelope.of("deposit.made.v1", deposit.account(), deposit);
    return redis.xadd(contender.deposits(contender.partition(deposit.account())), fields);
  }

  /** Its JSON has 300 bytes. */
  private DepositEvent.Made deposit(int number) {
    var account = account(number);
    var bare = new DepositEvent.Made(account, number, cents(number), "");
    var length = Json.MAPPER.writeValueAsBytes(bare).length;
    return new DepositEvent.Made(account, number, cents(number), "x".repeat(PAYLOAD - length));
  }

  private static String account(int subject) {
    return "account-%06d".formatted(subject);
  }

  private static int cents(int number) {
    return 1 + number % 997;
  }

  private interface Command {
    RedisFuture<?> ask(RedisAsyncCommands<String, String> redis, int number);
  }

  private void each(int count, Command command) {
    var replies = new ArrayList<RedisFuture<?>>();
    connection.setAutoFlushCommands(false);
    for (int number = 0; number < count; number++) {
      replies.add(command.ask(connection.async(), number));
      if (replies.size() == PAGE || number == count - 1) {
        connection.flushCommands();
        await(replies);
      }
    }
    connection.setAutoFlushCommands(true);
  }

  private static void await(List<RedisFuture<?>> replies) {
    if (!LettuceFutures.awaitAll(60, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new))) {
      throw new IllegalStateException("Redis did not answer within a minute");
    }
    replies.clear();
  }

  /** How many took effect so far. */
  long published() {
    return sum(n -> connection.sync().xlen(contender.balances(n)));
  }

  /** How many are not acked. */
  long pending() {
    return sum(n -> connection.sync().xpending(contender.deposits(n), Contender.GROUP).getCount());
  }

  private long sum(Function<Integer, Long> of) {
    long sum = 0;
    for (int partition = 0; partition < contender.partitions; partition++) {
      sum += of.apply(partition);
    }
    return sum;
  }

  /**
   * Looks at every account, the published events and the acks.
   *
   * @throws IllegalStateException when an event took effect twice, or not at all
   */
  void check() {
    expect("events published", options.total(), published());
    expect("entries not acked", 0, pending());
    for (int from = 0; from < options.total(); from += PAGE) {
      check(from, Math.min(from + PAGE, options.total()));
    }
  }

  private void check(int from, int to) {
    var states = new ArrayList<RedisFuture<String>>();
    connection.setAutoFlushCommands(false);
    for (int number = from; number < to; number++) {
      states.add(connection.async().hget(contender.account(account(number)), "s"));
    }
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    for (int number = from; number < to; number++) {
      var json = states.get(number - from).toCompletableFuture().join();
      var is = Json.MAPPER.readValue(json, Account.class);
      expect("deposits in " + account(number), 1, is.deposits());
      expect("cents in " + account(number), cents(number), is.cents());
    }
  }

  private static void expect(String what, long expected, long is) {
    if (expected != is) {
      throw new IllegalStateException("%s: %d, expected %d".formatted(what, is, expected));
    }
  }
}
