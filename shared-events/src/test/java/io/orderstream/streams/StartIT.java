package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.OldRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A service that can't work as it is set up doesn't start, and says what to change; one whose Redis
 * is just starting waits.
 *
 * <p>Seen red when a Redis that is away is not waited for, when the number of partitions isn't
 * compared, when a setting isn't checked, and when the server's version isn't.
 */
class StartIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void anotherNumberOfPartitionsThanTheRecordedOneIsRefused() {
    startWith("--streams.partitions=4")
        .hasMessageContaining("streams.partitions is 4")
        .hasMessageContaining("stand in 8 partitions")
        .hasMessageContaining("set streams.partitions to 8");
  }

  @Test
  void aSettingOutOfItsBoundsIsRefused() {
    startWith("--streams.batch=0").hasMessage("streams.batch is 0, allowed is 1 to 1000");
    startWith("--streams.retry.attempts=1001")
        .hasMessage("streams.retry.attempts is 1001, allowed is 2 to 1000");
    startWith("--streams.retention=59s")
        .hasMessage("streams.retention is PT59S, allowed is PT1M to PT87600H");
    startWith("--streams.max-length=0")
        .hasMessage("streams.max-length is 0, allowed is 1 to 1000000000");
  }

  @Test
  void aNameThatWouldTearKeysApartInAClusterIsRefused() {
    startWith("--spring.application.name=reader{eu}")
        .hasMessageContaining("reader{eu}', but the consumer group's keys bear it");
  }

  @Test
  void aRedisThatIsAwayIsWaitedFor() {
    scene.redis().kill();
    var starting = CompletableFuture.supplyAsync(() -> scene.reader(Scene.TAKE));
    await().during(Duration.ofSeconds(2)).until(() -> !starting.isDone());

    scene.redis().restart();

    assertThat(starting).succeedsWithin(Scene.PATIENCE);
    scene.publish(10, 1, 1);
    scene.awaitSeen(10);
  }

  @Test
  void aWrongPasswordIsRefusedAtOnce() {
    startWith("--spring.data.redis.username=nobody", "--spring.data.redis.password=wrong")
        .hasMessageContaining("WRONGPASS");
  }

  @Test
  void aRedisThatIsTooOldIsRefused() {
    try (var old = new OldRedis()) {
      assertThatThrownBy(() -> new Service("reader", old.port(), Scene.TAKE))
          .rootCause()
          .hasMessageContaining("Redis is 6.2.14, but 7.0 or later is needed");
    }
  }

  private AbstractThrowableAssert<?, ?> startWith(String... settings) {
    return assertThatThrownBy(() -> scene.reader(Scene.TAKE, settings)).rootCause();
  }
}
