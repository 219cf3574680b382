package io.orderstream.streams.consume;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisException;
import io.lettuce.core.XClaimArgs;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;

/** Keeps in Redis how often entries were attempted, and when they are due again. */
final class Counting {

  private static final Duration REPLY = Duration.ofSeconds(5);

  private final Tools tools;

  Counting(Tools tools) {
    this.tools = tools;
  }

  /** Counts the attempt that is about to begin, in Redis, so that it counts even if it kills us. */
  void begin(InHand head) throws InterruptedException {
    if (head.uncounted) {
      set(head, head.deliveries + 1);
      head.uncounted = false;
    }
  }

  /** It was told to stop, which is no failure of its own: were it the last attempt, one is left. */
  void forgive(InHand head) throws InterruptedException {
    try {
      set(head, Math.min(head.deliveries, tools.retries().mostButOne()));
    } catch (RedisException away) {
      tools.listener().refused(head.entry().stream(), head.entry().id(), away);
    }
  }

  private void set(InHand head, int deliveries) throws InterruptedException {
    var key = tools.partition().events(head.entry().stream());
    var by = Consumer.from(Script.bytes(tools.partition().group()), Script.bytes(tools.consumer()));
    var how = XClaimArgs.Builder.justid().minIdleTime(0).retryCount(deliveries);
    Connection.await(tools.connection().commands().xclaim(key, by, how, head.entry().id()), REPLY);
    head.deliveries = deliveries;
  }

  /** The pause survives a restart; where Redis is away just now, it is the shorter for it. */
  void pause(InHand head, Duration pause) {
    var now = tools.clock().instant();
    if (head.firstFailure == null) {
      head.firstFailure = now;
    }
    head.uncounted = true;
    head.due = now.plus(pause);
    var times = head.due.toEpochMilli() + " " + head.firstFailure.toEpochMilli();
    try {
      var unused =
          tools
              .connection()
              .commands()
              .hset(tools.partition().retry(), Script.bytes(head.key()), Script.bytes(times));
    } catch (RedisException away) {
      tools.listener().refused(head.entry().stream(), head.entry().id(), away);
    }
  }
}
