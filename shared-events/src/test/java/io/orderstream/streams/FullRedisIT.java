package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I6: a full Redis refuses commands, and what was accepted waits.
 *
 * <p>Seen red when the refusal of an entry's commit counts as a failed attempt, when commands wait
 * as entries do, when leases aren't renewed because the heartbeat is refused, and when
 * heartbeat.lua, acquire.lua or join.lua is refused.
 */
class FullRedisIT {

  @AutoClose private final Scene scene = new Scene();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void commandsAreRefusedAndConsumptionPausesUntilThereIsRoom() {
    scene.reader(
        (event, tally, delivery) -> {
          calls.incrementAndGet();
          go.await();
          return Service.take(event, tally);
        },
        "--streams.lease=1s");
    scene.publish(20, 1, 2);
    await().atMost(Scene.PATIENCE).until(() -> calls.get() == 20);

    maxMemory("1");
    go.countDown();

    assertThatThrownBy(() -> scene.publisher().add("c-0", 3))
        .isInstanceOf(StreamsUnavailableException.class);
    var leases = scene.leases();
    await().during(Duration.ofSeconds(3)).until(() -> scene.length("seen") == 0);
    assertThat(scene.leases()).isEqualTo(leases);

    maxMemory("0");

    scene.awaitSeen(40);
    scene.publish(20, 3, 3);
    scene.awaitSeen(60);
    scene.assertOnceInOrder(20, 3);
    assertThat(calls).hasValue(60);
  }

  @Test
  void servicesStartAndStopAndHandPartitionsOverWhileItIsFull() {
    var first = scene.reader(Scene.TAKE, "--streams.lease=1s");
    scene.publish(20, 1, 1);
    scene.awaitSeen(20);

    maxMemory("1");
    var second = scene.reader(Scene.TAKE, "--streams.lease=1s");
    await().atMost(Scene.PATIENCE).until(() -> second.meter("streams.partitions.owned") > 0);
    first.close();

    await()
        .atMost(Scene.PATIENCE)
        .until(() -> second.meter("streams.partitions.owned") == Scene.PARTITIONS);
    readAgainFromTheStart();
    await().atMost(Scene.PATIENCE).until(() -> second.meter("streams.handled") == 20);
    maxMemory("0");
    scene.publish(20, 2, 2);
    scene.awaitSeen(40);
    scene.assertOnceInOrder(20, 2);
  }

  /** What was done already needs no memory to be read and acked. */
  private void readAgainFromTheStart() {
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      var start = StreamOffset.from(Scene.key("count", n), "0-0");
      scene.redis().commands().xgroupSetid(start, "reader");
    }
  }

  private void maxMemory(String bytes) {
    scene.redis().commands().configSet("maxmemory", bytes);
  }
}
