package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.ENGINE;
import static io.orderstream.benchmarks.Contender.GROUP;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two instances of a service, the Redis that they work on, and what happens to them. */
final class Pair implements AutoCloseable {

  private static final long LONGEST_NANOS = 120_000_000_000L;
  private static final long LOOK_EVERY_MILLIS = 10;

  /** Whoever is to notice something has. */
  private static final long STRAGGLERS_MILLIS = 500;

  private final Server server;
  private final Duration lease;
  private final RedisClient client;
  private final RedisCommands<String, String> redis;
  private final ArrayDeque<Instance> instances = new ArrayDeque<>();

  Pair(Server server, Duration lease) {
    this.server = server;
    this.lease = lease;
    this.client = Redis.client(server.port());
    this.redis = Redis.connect(client).sync();
  }

  void start() throws IOException {
    come();
    come();
    awaitDone();
  }

  private void come() throws IOException {
    instances.add(
        Instance.start(
            Deed.TAKES,
            server.port(),
            List.of("--streams.lease=" + lease.toMillis() + "ms", "--logging.level.root=error")));
  }

  /**
   * Lets it happen, to the older of the instances where it happens to one, and waits until all that
   * was appended took effect.
   *
   * @return for how many milliseconds Redis did not answer
   */
  long suffer(Fault fault) throws IOException {
    var away = 0L;
    switch (fault) {
      case STOP -> instances.removeFirst().close();
      case KILL -> instances.removeFirst().kill();
      case COME -> come();
      case REDIS -> away = restart();
    }
    awaitDone();
    return away;
  }

  private long restart() throws IOException {
    var killed = System.nanoTime();
    server.killAndStart();
    await("Redis answers", () -> !redis.ping().isEmpty());
    return (System.nanoTime() - killed) / 1_000_000;
  }

  /** Waits until every instance has its share of the partitions, and nothing waits. */
  void awaitDone() {
    await("every partition has its owner", this::isShared);
    Pause.millis(STRAGGLERS_MILLIS);
    await("all took effect", () -> deposits() == balances());
  }

  private boolean isShared() {
    var leases =
        IntStream.range(0, ENGINE.partitions)
            .mapToObj(n -> "lease:" + GROUP + ":{" + n + "}")
            .toArray(String[]::new);
    var held =
        redis.mget(leases).stream()
            .filter(each -> each.hasValue())
            .collect(
                Collectors.groupingBy(
                    each -> each.getValue().replaceFirst("/.*", ""), Collectors.counting()));
    return held.size() == instances.size()
        && held.values().stream().allMatch(each -> each == ENGINE.partitions / instances.size());
  }

  private long balances() {
    return IntStream.range(0, ENGINE.partitions)
        .mapToLong(n -> redis.xlen(ENGINE.balances(n)))
        .sum();
  }

  private long deposits() {
    return IntStream.range(0, ENGINE.partitions)
        .mapToLong(n -> redis.xlen(ENGINE.deposits(n)))
        .sum();
  }

  private void await(String what, BooleanSupplier is) {
    var until = System.nanoTime() + LONGEST_NANOS;
    while (!holds(is)) {
      if (!instances.stream().allMatch(Instance::isAlive)) {
        throw new IllegalStateException("an instance ended, see above");
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException("not within two minutes: " + what);
      }
      Pause.millis(LOOK_EVERY_MILLIS);
    }
  }

  private static boolean holds(BooleanSupplier is) {
    try {
      return is.getAsBoolean();
    } catch (RedisException away) {
      return false;
    }
  }

  /** Redis's time, in milliseconds. */
  long now() {
    var time = redis.time();
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }

  Waits waits() {
    return new Waits(redis);
  }

  @Override
  public void close() {
    for (var instance : instances) {
      instance.close();
    }
    client.shutdown();
  }
}
