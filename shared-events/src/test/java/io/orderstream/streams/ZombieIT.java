package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I2 and I3 where a process is stopped for longer than its leases, another takes over, and then the
 * first goes on in the middle of its handlers.
 *
 * <p>Seen red when neither the leases' tokens nor the entities' marks are looked at in a commit.
 */
class ZombieIT {

  private static final Duration THREE_LEASES = Duration.ofSeconds(3);

  @AutoClose private final Scene scene = new Scene();

  @Test
  void aProcessThatWasStoppedForThreeLeasesRepeatsNothingAndWorksOn() {
    var zombie = scene.holdingReader(100, "--streams.lease=1s");
    scene.publish(50, 1, 4);
    await().atMost(Scene.PATIENCE).until(() -> zombie.said("holding") >= 25);

    zombie.freeze();
    scene.reader(Scene.TAKE, "--streams.lease=1s");
    await().pollDelay(THREE_LEASES).atMost(Scene.PATIENCE).until(() -> nothingOf(zombie.pid()));
    scene.awaitSeen(200);
    scene.publish(50, 5, 5);
    scene.awaitSeen(250);

    zombie.tell("go on");
    zombie.thaw();
    await().atMost(Scene.PATIENCE).until(() -> zombie.said("going on") == 1);
    await().atMost(Scene.PATIENCE).until(() -> !nothingOf(zombie.pid()));
    scene.publish(50, 6, 7);

    scene.awaitSeen(350);
    scene.assertOnceInOrder(50, 7);
    assertThat(zombie.isAlive()).isTrue();
  }

  private boolean nothingOf(long pid) {
    return scene.leases().stream().noneMatch(token -> token.startsWith("reader-" + pid + "-"));
  }
}
