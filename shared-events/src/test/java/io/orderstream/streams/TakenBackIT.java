package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.Child;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Redis goes back to an earlier point, as where a replica that lags becomes the master, and is back
 * within a lease: what an instance read that no stream has any more takes no effect.
 *
 * <p>Seen red when an entry that is in hand is believed to be pending.
 */
class TakenBackIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void anEntryThatRedisLostTakesNoEffectAndThoseThatComeThenDo() {
    var reader = scene.holdingReader(1, "--streams.lease=5m");
    scene.publish(1, 1, 1);
    scene.awaitSeen(1);
    scene.redis().commands().configSet("appendonly", "no"); // what comes now is taken back
    scene.publish(1, 2, 2);
    awaitSaid(reader, "holding");

    scene.redis().killAndRestart();
    reader.tell("go on");
    awaitSaid(reader, "going on");

    await()
        .during(Duration.ofSeconds(5))
        .atMost(Scene.PATIENCE)
        .until(() -> scene.length("seen") == 1);
    scene.publishPatiently(1, 2, 3);
    scene.awaitSeen(3);
    scene.assertOnceInOrder(1, 3);
    assertThat(scene.length("count")).isEqualTo(3);
  }

  private static void awaitSaid(Child reader, String line) {
    await().atMost(Scene.PATIENCE).until(() -> reader.said(line) > 0);
  }
}
