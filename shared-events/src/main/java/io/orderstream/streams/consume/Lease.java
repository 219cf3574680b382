package io.orderstream.streams.consume;

import io.lettuce.core.GetExArgs;
import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on a partition, held under a token that is new with every taking.
 *
 * <p>It ends by itself: the holder counts from before it asked, so it stops before Redis lets
 * another in.
 */
final class Lease {

  private static final Script ACQUIRE = new Script("acquire");
  private static final Script RELEASE = new Script("release");
  private static final AtomicLong EPOCHS = new AtomicLong();

  private final Connection connection;
  private final byte[] key;
  private final String consumer;
  private final Duration time;

  private record Held(String token, long untilNanos) {}

  private volatile @Nullable Held held;

  /**
   * Whether a taking whose reply nobody saw may have found the lease free, and others before it.
   */
  private boolean doubtful;

  /** What became of an attempt to take a lease. */
  enum Taken {
    NO,
    /** It was free; another may have held it since. */
    ANEW,
    /** It was this consumer's all along. */
    AGAIN
  }

  Lease(Connection connection, Keys partition, String consumer, Duration time) {
    this.connection = connection;
    this.key = partition.lease();
    this.consumer = consumer;
    this.time = time;
  }

  Taken take() throws InterruptedException {
    var token = consumer + "/" + EPOCHS.incrementAndGet();
    var asked = System.nanoTime();
    long reply;
    try {
      reply = call(ACQUIRE, Script.bytes(token), Script.bytes(consumer), millis());
    } catch (RedisException e) {
      doubtful |= token() == null;
      throw e;
    }
    var again = reply == 2 && !doubtful;
    doubtful = false;
    hold(reply == 0 ? null : new Held(token, asked + time.toNanos()));
    if (reply == 0) {
      return Taken.NO;
    }
    return again ? Taken.AGAIN : Taken.ANEW;
  }

  /**
   * Holds it for longer; does nothing when it isn't held, or was for less than a quarter of its
   * time. Where Redis doesn't answer, its time runs out.
   *
   * <p>One command looks at the token and sets the time. Should another hold the lease by then (the
   * command was on its way for longer than that, or Redis lost the lease), it sets that one's time,
   * once. Nothing is done twice by that: what another does is fenced by the token, not by time.
   */
  void renew() {
    var is = held;
    var asked = System.nanoTime();
    if (is == null || token() == null || is.untilNanos() - asked > time.toNanos() / 4 * 3) {
      return;
    }
    try {
      var unused =
          connection
              .commands()
              .getex(key, GetExArgs.Builder.px(time))
              .thenAccept(
                  token -> {
                    connection.heard();
                    renewed(
                        is, Arrays.equals(token, Script.bytes(is.token())), asked + time.toNanos());
                  });
      connection.flush();
    } catch (RedisException away) {
      // asked again with the next beat, as long as it holds
    }
  }

  private synchronized void renewed(Held is, boolean still, long untilNanos) {
    if (is.equals(held)) {
      held = still ? new Held(is.token(), untilNanos) : null;
    }
  }

  /** The token to work under, or null when the lease is over. */
  @Nullable String token() {
    var is = held;
    return is != null && System.nanoTime() - is.untilNanos() < 0 ? is.token() : null;
  }

  void lose() {
    hold(null);
  }

  private synchronized void hold(@Nullable Held now) {
    held = now;
  }

  void release() throws InterruptedException {
    var is = held;
    lose();
    if (is != null) {
      try {
        call(RELEASE, Script.bytes(is.token()));
      } catch (RedisException e) {
        // Redis lets it go by itself when its time is over
        return;
      }
    }
  }

  private long call(Script script, byte[]... args) throws InterruptedException {
    var reply = script.run(connection, List.of(key), List.of(args));
    return (Long) Connection.await(reply, time.dividedBy(2)).getFirst();
  }

  private byte[] millis() {
    return Script.bytes(time.toMillis());
  }
}
