package io.orderstream.streams.consume;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears at once that another consumer of the group leaves; without it, the next heartbeat would
 * find out, and what waits for an owner would wait for that.
 */
final class Farewells implements AutoCloseable {

  private static final Script LEAVE = new Script("leave");
  private static final Duration REPLY = Duration.ofSeconds(2);
  private static final Duration BLOCK = Duration.ofSeconds(5);

  /** While Redis is away, heartbeats tell when it is back. */
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final Connection connection;
  private final byte[] members;
  private final byte[] left;
  private final Runnable heard;
  private final Thread loop;
  private @Nullable String last;

  /**
   * @param connection of its own, which it waits in
   * @param heard is told that somebody left, or may have left while Redis was away
   */
  Farewells(String group, Connection connection, Runnable heard) {
    this.members = Keys.members(group);
    this.left = Keys.left(group);
    this.connection = connection;
    this.heard = heard;
    this.loop = Thread.ofVirtual().name("farewells-" + group).unstarted(this::run);
  }

  void start() {
    loop.start();
  }

  private void run() {
    try {
      while (true) {
        try {
          if (last == null) {
            last = newest();
          } else if (another(last)) {
            heard.run();
          }
        } catch (RedisException away) {
          connection.reset();
          last = null;
          Thread.sleep(AWAY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String newest() throws InterruptedException {
    var reply = connection.commands().xrevrange(left, Range.unbounded(), Limit.from(1));
    connection.flush();
    var entries = Connection.await(reply, REPLY);
    return entries.isEmpty() ? "0-0" : entries.getFirst().getId();
  }

  @SuppressWarnings("unchecked") // of one
  private boolean another(String after) throws InterruptedException {
    var reply =
        connection.commands().xread(XReadArgs.Builder.block(BLOCK), StreamOffset.from(left, after));
    connection.flush();
    var entries = Connection.await(reply, BLOCK.plus(REPLY));
    if (!entries.isEmpty()) {
      last = entries.getLast().getId();
    }
    return !entries.isEmpty();
  }

  /** Takes this consumer out of the living ones, and tells the others. */
  void say(Connection by, String consumer) throws InterruptedException {
    Connection.await(LEAVE.run(by, List.of(members, left), List.of(Script.bytes(consumer))), REPLY);
  }

  @Override
  public void close() {
    loop.interrupt();
    connection.close();
  }
}
