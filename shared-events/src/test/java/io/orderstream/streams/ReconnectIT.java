package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Publishers and consumers go on by themselves, each from where it was, when Redis is back.
 *
 * <p>Seen red when a lost connection ends a partition's owner.
 */
class ReconnectIT {

  private static final int PUBLISHERS = 100;
  private static final int EACH = 100;

  @AutoClose private final Scene scene = new Scene();
  private final AtomicInteger published = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void tenThousandEntriesOfAHundredPublishersArriveThoughRedisRestartsAtAThirdAndAtHalf()
      throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      scene.reader(Scene.TAKE);
    }
    var instances = new ArrayList<Service>();
    for (int i = 0; i < 5; i++) {
      var instance = scene.service("publisher", java.util.List.of());
      scene.atEnd(instance::close);
      instances.add(instance);
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int p = 0; p < PUBLISHERS; p++) {
        var counter = "c-" + p;
        var instance = instances.get(p % 5);
        threads.execute(() -> publish(instance, counter));
      }
      awaitPublished(PUBLISHERS * EACH / 3);
      scene.redis().killAndRestart();
      awaitPublished(PUBLISHERS * EACH / 2);
      scene.redis().killAndRestart();
    }

    assertThat(published).hasValue(PUBLISHERS * EACH);
    scene.awaitSeen(PUBLISHERS * EACH);
    scene.assertOnceInOrder(PUBLISHERS, EACH);
    assertThat(refused).hasPositiveValue();
  }

  private void awaitPublished(int number) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Scene.PATIENCE)
        .until(() -> published.get() >= number);
  }

  private void publish(Service instance, String counter) {
    IntStream.rangeClosed(1, EACH)
        .forEach(
            n -> {
              if (!tried(instance, counter, n)) {
                await().atMost(Scene.PATIENCE).until(() -> tried(instance, counter, n));
              }
              published.incrementAndGet();
            });
  }

  /** Whether it was accepted; if not, nobody knows whether it took effect, and it is sent again. */
  private boolean tried(Service instance, String counter, int number) {
    try {
      instance.publish(new CountEvent.Added(counter, number), number);
      return true;
    } catch (StreamsUnavailableException away) {
      refused.incrementAndGet();
      return false;
    }
  }
}
