package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.codec.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How much room what is in hand takes up. */
class LanesTest {

  /** I6: each handler that outlives the grace makes room for one entry more, for ever. */
  @Test
  void aHandlerThatOutlivesTheGraceGivesItsRoomBackOnce() throws Exception {
    var capacity = new Capacity(2);
    var started = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      var lanes =
          new Lanes(
              (lane, head) -> {
                started.countDown();
                while (go.getCount() > 0) { // heeds no interrupt
                  Thread.interrupted();
                  LockSupport.parkNanos(1_000_000);
                }
                ended.countDown();
                return new Lanes.Step.Done();
              },
              capacity,
              timer,
              InstantSource.fixed(java.time.Instant.EPOCH));
      assertThat(capacity.take(1)).isEqualTo(1);
      lanes.add(new InHand(new Entry("count", "1-1", fields()), 1, false, 0, 1), null);
      started.await();
      lanes.close(Duration.ofMillis(10));
      go.countDown();
      ended.await();
      while (lanes.isRunning()) {
        Thread.sleep(20);
      }

      assertThat(capacity.take(1) + capacity.take(1)).isEqualTo(2);
      assertThat(capacity.take(1)).isZero();
    }
  }

  private static List<byte[]> fields() {
    return List.of(
        "subject".getBytes(StandardCharsets.UTF_8), "c-0".getBytes(StandardCharsets.UTF_8));
  }

  /** An entry that is due is started at once and is in flight, not held as if it had failed. */
  @Test
  void anEntryThatIsDueTakesItsRoomWhileItIsHandled() throws Exception {
    var capacity = new Capacity(1);
    var started = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      var begin = System.nanoTime();
      var lanes =
          new Lanes(
              (lane, head) -> {
                started.countDown();
                go.await();
                return new Lanes.Step.Done();
              },
              capacity,
              timer,
              () -> java.time.Instant.EPOCH.plusNanos(System.nanoTime() - begin));
      assertThat(capacity.take(1)).isEqualTo(1);
      lanes.add(new InHand(new Entry("count", "1-1", fields()), 1, false, 0, 1), null);
      started.await();

      assertThat(capacity.take(1)).isZero();
      go.countDown();
    }
  }
}
