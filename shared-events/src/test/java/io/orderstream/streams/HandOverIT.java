package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * An instance that is stopped tells the others, which go on at once with what it lets go of:
 * neither a heartbeat nor a lease is waited for.
 *
 * <p>Seen red when nobody is told.
 */
class HandOverIT {

  private static final int ROUNDS = 5;

  /** A heartbeat a second would take half of one, on average. */
  private static final Duration MOST = Duration.ofMillis(300).multipliedBy(ROUNDS);

  private static final String LONG_LEASE = "--streams.lease=30s";

  @AutoClose private final Scene scene = new Scene();

  @Test
  void partitionsOfAnInstanceThatStopsGoToTheOtherAtOnce() {
    scene.reader(Scene.TAKE, LONG_LEASE);
    var took = Duration.ZERO;
    for (int round = 1; round <= ROUNDS; round++) {
      var leaving = scene.passingReader(Scene.TAKE, LONG_LEASE);
      await().atMost(Scene.PATIENCE).until(() -> owners() == 2);
      scene.publish(20, round, round);
      scene.awaitSeen(20L * round);

      var asked = System.nanoTime();
      Thread.ofVirtual().start(leaving::close);
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .atMost(Scene.PATIENCE)
          .until(() -> owners() == 1);
      took = took.plusNanos(System.nanoTime() - asked);
    }

    assertThat(took).isLessThan(MOST);
    scene.assertOnceInOrder(20, ROUNDS);
  }

  /** How many hold leases; none of them is free. */
  private int owners() {
    var owners = new HashSet<String>();
    for (var lease : scene.leases()) {
      if (lease.equals("null")) {
        return 0;
      }
      owners.add(lease.replaceFirst("/.*", ""));
    }
    return owners.size();
  }
}
