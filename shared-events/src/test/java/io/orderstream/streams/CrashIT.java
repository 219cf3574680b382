package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I1, I2 and I4 through {@code kill -9}: what a process had in its hands when it died takes effect
 * once, in order, by another.
 *
 * <p>Seen red when the owner no longer claims what is pending, and when an entry is acked as it is
 * read (then it is lost).
 */
class CrashIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void whatAKilledProcessWasHandlingIsFinishedByAnother() {
    var killed = scene.holdingReader(100);
    scene.publish(100, 1, 3);
    await().atMost(Scene.PATIENCE).until(() -> killed.said("holding") >= 50);

    killed.kill();
    scene.reader(Scene.TAKE);

    scene.awaitSeen(300);
    scene.assertOnceInOrder(100, 3);
  }

  @Test
  void aProcessKilledAmidItsCommitsLeavesNothingHalfDone() {
    var killed = scene.holdingReader(Integer.MAX_VALUE);
    await().atMost(Scene.PATIENCE).until(() -> killed.said("up") == 1);
    var publishing = Thread.ofVirtual().start(() -> scene.publish(100, 1, 20));
    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") >= 50);

    killed.kill();
    scene.holdingReader(Integer.MAX_VALUE);
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());

    scene.awaitSeen(2000);
    scene.assertOnceInOrder(100, 20);
  }

  @Test
  void anAttemptThatKillsTheProcessCountsSoThatItDoesNotKillForEver() {
    scene.publish(1, 1, 2);
    for (int attempt = 1; attempt <= 2; attempt++) {
      var killed = scene.holdingReader(0, "--streams.retry.attempts=2");
      await().atMost(Scene.PATIENCE).until(() -> killed.said("holding") == 1);
      killed.kill();
    }

    scene.reader(Scene.TAKE, "--streams.retry.attempts=2");

    await().atMost(Scene.PATIENCE).until(() -> scene.deadLetters() == 2 && scene.pending() == 0);
    assertThat(scene.length("seen")).isZero();
  }
}
