package io.orderstream.benchmarks;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The events in Redis's streams, the accounts in its hashes. */
final class InRedis implements Workload {

  private static final int PAGE = 2_000;

  private final Contender contender;
  private final Options options;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  InRedis(Contender contender, Options options, int port) {
    this.contender = contender;
    this.options = options;
    this.client = Redis.client(port);
    this.connection = Redis.connect(client);
  }

  @Override
  public void fill() {
    each(options.total(), this::open);
    each(options.total(), (redis, number) -> add(redis, Deposits.deposit(number)));
  }

  private RedisFuture<?> open(RedisAsyncCommands<String, String> redis, int number) {
    var empty = Json.MAPPER.writeValueAsString(Account.EMPTY);
    return redis.hset(contender.account(Deposits.account(number)), Map.of("v", "1", "s", empty));
  }

  private RedisFuture<?> add(RedisAsyncCommands<String, String> redis, DepositEvent.Made deposit) {
    var fields = Envelope.of("deposit.made.v1", deposit.account(), deposit);
    return redis.xadd(contender.deposits(contender.partition(deposit.account())), fields);
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

  @Override
  public long published() {
    return sum(n -> connection.sync().xlen(contender.balances(n)));
  }

  @Override
  public long pending() {
    return sum(n -> connection.sync().xpending(contender.deposits(n), Contender.GROUP).getCount());
  }

  private long sum(Function<Integer, Long> of) {
    long sum = 0;
    for (int partition = 0; partition < contender.partitions; partition++) {
      sum += of.apply(partition);
    }
    return sum;
  }

  @Override
  public void check() {
    Workload.expect("events published", options.total(), published());
    Workload.expect("entries not acked", 0, pending());
    for (int from = 0; from < options.total(); from += PAGE) {
      check(from, Math.min(from + PAGE, options.total()));
    }
  }

  private void check(int from, int to) {
    var states = new ArrayList<RedisFuture<String>>();
    connection.setAutoFlushCommands(false);
    for (int number = from; number < to; number++) {
      states.add(connection.async().hget(contender.account(Deposits.account(number)), "s"));
    }
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    for (int number = from; number < to; number++) {
      var json = states.get(number - from).toCompletableFuture().join();
      var is = Json.MAPPER.readValue(json, Account.class);
      Workload.expect("deposits in " + Deposits.account(number), 1, is.deposits());
      Workload.expect("cents in " + Deposits.account(number), Deposits.cents(number), is.cents());
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
