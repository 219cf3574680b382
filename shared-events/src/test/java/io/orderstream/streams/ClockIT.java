package io.orderstream.streams;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Times that Redis was told before its clock went back by an hour.
 *
 * <p>Seen red when heartbeats from the future are believed, and when retry times are.
 */
class ClockIT {

  private static final Duration HOUR = Duration.ofHours(1);

  @AutoClose private final Scene scene = new Scene();

  @Test
  void aDeadConsumersHeartbeatFromTheFutureIsForgotten() {
    var future = Instant.now().plus(HOUR).toEpochMilli();
    scene.redis().commands().zadd("members:reader", future, "reader-dead");

    scene.reader(Scene.TAKE);
    scene.publish(16, 1, 1);

    scene.awaitSeen(16);
  }

  @Test
  @SuppressWarnings("unchecked") // of Lettuce's varargs
  void aRetryIsNeverFurtherAwayThanTheLongestPause() {
    scene.publish(1, 1, 1);
    var n = Scene.partitionOf("c-0");
    var redis = scene.redis().commands();
    redis.xgroupCreate(StreamOffset.from(Scene.key("count", n), "0-0"), "reader");
    var dead = Consumer.from("reader", "dead");
    var read = redis.xreadgroup(dead, StreamOffset.lastConsumed(Scene.key("count", n)));
    var now = Instant.now();
    redis.hset(
        "retry:reader:{" + n + "}",
        "count/" + read.getFirst().getId(),
        now.plus(HOUR).toEpochMilli() + " " + now.toEpochMilli());

    scene.reader(Scene.TAKE, "--streams.retry.max=1s");

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == 1);
    scene.assertOnceInOrder(1, 1);
  }
}
