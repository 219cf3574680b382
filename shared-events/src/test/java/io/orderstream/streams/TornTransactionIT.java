package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What Redis was writing when it was killed, and answered to nobody, never takes effect: not when
 * it starts again, nor when it does so once more.
 *
 * <p>Seen red when the append-only file isn't mended after the first start.
 */
class TornTransactionIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void aTransactionThatAKillToreOffDoesNotComeBackAtTheSecondStart() throws Exception {
    var redis = scene.redis();
    scene.publish(1, 1, 3);
    var key = Scene.key("count", Scene.partitionOf("c-0"));
    var last = redis.commands().xrevrange(key, Range.unbounded()).getFirst();
    var next = Long.parseLong(last.getId().split("-", 2)[0]) + 1 + "-0";

    redis.killAmid(
        "XADD",
        key,
        next,
        "specversion",
        "1.0",
        "id",
        "torn",
        "source",
        "publisher",
        "type",
        "count.added.v1",
        "subject",
        "c-0",
        "time",
        "2026-11-01T00:00:00Z",
        "data",
        "{\"counter\":\"c-0\",\"number\":4}");
    redis.restart();
    assertThat(scene.on("count")).containsEntry("c-0", List.of(1, 2, 3));
    scene.publishUntilAnswered(1, 4, 4).join();
    redis.killAndRestart();

    assertThat(scene.on("count")).containsEntry("c-0", List.of(1, 2, 3, 4));
    scene.reader(Scene.TAKE);
    scene.awaitSeen(4);
    scene.assertOnceInOrder(1, 4);
  }
}
