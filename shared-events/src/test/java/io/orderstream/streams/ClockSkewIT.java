package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.orderstream.streams.redis.RedisClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A service whose clock is off by an hour. The engine asks no clock but {@link RedisClock} (the
 * rule is in ArchitectureTest); so that one is put off, again and again, by an hour ahead in one
 * instance and an hour behind in the other.
 *
 * <p>Seen red when heartbeats don't set the clock.
 */
class ClockSkewIT {

  private static final Duration HOUR = Duration.ofHours(1);

  @AutoClose private final Scene scene = new Scene();

  @Test
  void instancesWhoseClocksAreTwoHoursApartLoseAndRepeatNothing() {
    var failures = new AtomicInteger();
    EventHandler<CountEvent, Tally> handler =
        (event, tally, delivery) -> {
          if (delivery.attempt() == 1 && failures.incrementAndGet() % 5 == 0) {
            throw new IllegalStateException("not yet");
          }
          return Service.take(event, tally);
        };
    var ahead = scene.reader(handler, "--streams.retry.initial=50ms", "--streams.retry.max=1s");
    var behind = scene.reader(handler, "--streams.retry.initial=50ms", "--streams.retry.max=1s");
    var over = new AtomicBoolean();
    scene.atEnd(() -> over.set(true));
    Thread.ofVirtual().start(() -> putOff(ahead, HOUR, over));
    Thread.ofVirtual().start(() -> putOff(behind, HOUR.negated(), over));

    scene.publish(50, 1, 5);

    scene.awaitSeen(250);
    scene.assertOnceInOrder(50, 5);
  }

  private static void putOff(Service service, Duration by, AtomicBoolean over) {
    while (!over.get()) {
      putOff(service, by);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void putOff(Service service, Duration by) {
    var millis = Instant.now().plus(by).toEpochMilli();
    service.bean(RedisClock.class).set(System.nanoTime(), millis * 1000);
  }

  @Test
  void aClockThatIsOffIsRightAgainAtTheNextHeartbeat() {
    var reader = scene.reader(Scene.TAKE);
    putOff(reader, HOUR);

    var clock = reader.bean(RedisClock.class);
    await()
        .atMost(Scene.PATIENCE)
        .until(() -> Duration.between(Instant.now(), clock.instant()).abs().toMinutes() == 0);

    scene.publish(1, 1, 1);
    scene.awaitSeen(1);
    var seen =
        scene
            .redis()
            .commands()
            .xrange(Scene.key("seen", Scene.partitionOf("c-0")), Range.unbounded());
    var said = Instant.parse(String.valueOf(seen.getFirst().getBody().get("time")));
    assertThat(Duration.between(said, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
  }
}
