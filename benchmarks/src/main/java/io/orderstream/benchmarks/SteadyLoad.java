package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.ENGINE;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Deposits at a steady rate, each about an account of its own, whatever becomes of those before.
 *
 * <p>None is sent twice: where the reply is lost, it may stand in its stream or not.
 */
final class SteadyLoad implements AutoCloseable {

  private final int perSecond;
  private final RedisClient client;
  private final ConcurrentSkipListSet<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final AtomicInteger others = new AtomicInteger();
  private final CompletableFuture<Void> loop;
  private @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean closed;

  SteadyLoad(int perSecond, int port) {
    this.perSecond = perSecond;
    client = Redis.client(port);
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    loop =
        CompletableFuture.runAsync(
            this::run, task -> Thread.ofPlatform().daemon().name("load").start(task));
  }

  private void run() {
    var start = System.nanoTime();
    for (int number = 0; !closed; number++) {
      var due = start + number * 1_000_000_000L / perSecond;
      for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(number);
    }
  }

  private void send(int number) {
    try {
      if (connection == null || !connection.isOpen()) {
        connection = client.connect();
      }
      var deposit = Deposits.deposit(number);
      var stream = ENGINE.deposits(ENGINE.partition(deposit.account()));
      var fields = Envelope.of("deposit.made.v1", deposit.account(), deposit);
      var unused =
          connection.async().xadd(stream, fields).whenComplete((id, e) -> replied(number, id));
    } catch (RedisException away) {
      others.incrementAndGet();
    }
  }

  private void replied(int number, @Nullable String id) {
    if (id == null) {
      others.incrementAndGet();
    } else {
      acknowledged.add(number);
    }
  }

  /** The numbers of the deposits that Redis said it has. */
  ConcurrentSkipListSet<Integer> acknowledged() {
    return acknowledged;
  }

  /** How many were refused, or got no reply. */
  int others() {
    return others.get();
  }

  /** No more of them; those that were sent may still be under way. */
  void end() {
    closed = true;
    loop.join();
  }

  @Override
  public void close() {
    end();
    if (connection != null) {
      connection.close();
    }
    client.shutdown();
  }
}
