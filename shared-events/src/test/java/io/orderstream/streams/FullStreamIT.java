package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I6: a stream that is as long as it may be takes no more commands, while what waits in it goes on
 * and makes room.
 *
 * <p>Seen red when commit.lua doesn't look at the length, when it doesn't count what the batch
 * itself appends, and when age alone makes room.
 */
class FullStreamIT {

  private static final String[] SHORT = {"--streams.max-length=10", "--streams.retention=1m"};

  /** Long before the retention is over. */
  private static final Duration SOONER = Duration.ofSeconds(40);

  @AutoClose private final Scene scene = new Scene();
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void commandsAreRefusedUntilTheEventsUnderWayAreDone() {
    var publisher = new Service("publisher", scene.redis(), null, SHORT);
    scene.atEnd(publisher::close);
    scene.reader(
        (event, tally, delivery) -> {
          go.await();
          return Service.take(event, tally);
        },
        "--streams.max-length=1");
    for (int n = 1; n <= 10; n++) {
      publisher.add("c-0", n);
    }

    for (int again = 0; again < 3; again++) {
      assertThatThrownBy(() -> publisher.add("c-0", 11))
          .isInstanceOfSatisfying(
              StreamsUnavailableException.class, full -> assertThat(full.retryAfter()).isPositive())
          .hasMessageContaining("streams.max-length");
    }
    assertThat(scene.length("count")).isEqualTo(10);
    assertThat(publisher.numbers("c-0")).hasSize(10);

    go.countDown();
    scene.awaitSeen(10);
    await().atMost(SOONER).until(() -> scene.length("count") < 10);
    publisher.add("c-0", 11);
    scene.awaitSeen(11);
    scene.assertOnceInOrder(1, 11);
  }

  @Test
  void manyCommandsAtOnceDoNotOverfillIt() {
    var publisher = new Service("publisher", scene.redis(), null, SHORT);
    scene.atEnd(publisher::close);
    scene.reader(
        (event, tally, delivery) -> {
          go.await();
          return Service.take(event, tally);
        });
    var partition = Scene.partitionOf("c-0");
    var counters =
        IntStream.range(0, 2000)
            .mapToObj(c -> "c-" + c)
            .filter(counter -> Scene.partitionOf(counter) == partition)
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      counters.forEach(counter -> threads.submit(() -> publisher.add(counter, 1)));
    }

    assertThat(scene.length("count")).isEqualTo(10);
    assertThat(scene.redis().commands().keys("state:publisher:*")).hasSize(10);
    go.countDown();
    scene.awaitSeen(10);
  }
}
