package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A server that forgets its scripts is told them again.
 *
 * <p>Seen red when a script is only ever called by its hash.
 */
class ForgottenScriptsIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void scriptsThatTheServerForgetsUnderLoadAreSentAgain() {
    scene.reader(Scene.TAKE);
    var publishing = Thread.ofVirtual().start(() -> scene.publish(50, 1, 20));

    var flushes = 0;
    while (publishing.isAlive()) {
      scene.redis().commands().scriptFlush();
      flushes++;
    }

    scene.awaitSeen(1000);
    assertThat(flushes).isGreaterThan(1);
    scene.assertOnceInOrder(50, 20);
  }
}
