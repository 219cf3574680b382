package io.orderstream.streams.consume;

import io.orderstream.streams.StreamsProperties;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.RedisClock;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Says that a consumer lives, and hears which others of its group do. */
final class Membership implements AutoCloseable {

  private static final Script HEARTBEAT = new Script("heartbeat");
  private static final Duration REPLY = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Connection connection;
  private final RedisClock clock;
  private final String group;
  private final String consumer;
  private final Duration lease;
  private final Farewells farewells;
  private long pauseMillis;
  private boolean left;

  /**
   * @param clock is set by each reply
   * @param farewells which tell the others when this one leaves
   */
  Membership(
      Connection connection,
      RedisClock clock,
      String group,
      String consumer,
      Duration lease,
      Farewells farewells) {
    this.connection = connection;
    this.clock = clock;
    this.group = group;
    this.consumer = consumer;
    this.lease = lease;
    this.farewells = farewells;
    this.pauseMillis = usualMillis();
  }

  void start() {
    farewells.start();
  }

  /** The consumers that beat of late, this one too; null once this one left. */
  @Nullable List<String> beat() throws InterruptedException {
    pauseMillis = usualMillis();
    var asked = System.nanoTime();
    var beat = say();
    if (beat == null) {
      return null;
    }
    var reply = Connection.await(beat, lessThanALease());
    var micros = number(reply.getFirst());
    clock.set(asked, micros);
    var living = new ArrayList<String>();
    for (int i = 1; i < reply.size(); i += 2) {
      living.add(PartitionReader.text(reply.get(i)));
      // the next beat finds out at once when this one was its last
      var rest = number(reply.get(i + 1)) - micros / 1000 + 1;
      pauseMillis = Math.min(pauseMillis, Math.max(1, rest));
    }
    return living;
  }

  private long usualMillis() {
    return Math.min(TICK.toMillis(), lease.toMillis() / 4);
  }

  /** When the next beat is due, after the last one. */
  long pauseMillis() {
    return pauseMillis;
  }

  private synchronized @Nullable CompletionStage<List<Object>> say() {
    return left
        ? null
        : HEARTBEAT.run(
            connection,
            List.of(Keys.members(group)),
            List.of(
                Script.bytes(consumer),
                Script.bytes(lease.toMillis()),
                Script.bytes(StreamsProperties.LONGEST_LEASE.toMillis())));
  }

  /** A heartbeat that is late must not make the leases late. */
  private Duration lessThanALease() {
    var part = lease.dividedBy(3);
    return part.compareTo(REPLY) < 0 ? part : REPLY;
  }

  private static long number(Object digits) {
    return Long.parseLong(PartitionReader.text(digits));
  }

  /** Beats no more, and tells the others, so that they go on at once. */
  void leave() throws InterruptedException {
    synchronized (this) {
      left = true;
    }
    farewells.say(connection, consumer);
  }

  @Override
  public void close() {
    farewells.close();
  }
}
