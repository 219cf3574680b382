package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A handler may be slower than the lease: it is renewed meanwhile, also while the service stops.
 *
 * <p>Seen red when leases aren't renewed, and when the renewals end as soon as the service is told
 * to stop.
 */
class SlowHandlerIT {

  private static final int SECONDS = 8;

  @AutoClose private final Scene scene = new Scene();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void aHandlerSlowerThanTheLeaseIsCalledOnce() {
    slowReader();
    slowReader();

    scene.publish(20, 1, 1);

    scene.awaitSeen(20);
    assertThat(calls).hasValue(20);
    scene.assertOnceInOrder(20, 1);
  }

  @Test
  void whatWaitsBehindASlowHandlerForLongerThanTheLeaseIsDeliveredOnce() {
    slowReader();
    slowReader();

    scene.publish(10, 1, 2);

    scene.awaitSeen(20);
    assertThat(calls).hasValue(20);
    scene.assertOnceInOrder(10, 2);
  }

  @Test
  void whatIsBeingHandledWhenTheServiceStopsIsFinishedByItAlone() {
    var stopping = slowReader();
    scene.publish(20, 1, 1);
    await().atMost(Scene.PATIENCE).until(() -> calls.get() == 20);
    slowReader();

    stopping.close();

    scene.awaitSeen(20);
    assertThat(calls).hasValue(20);
    scene.assertOnceInOrder(20, 1);
  }

  private Service slowReader() {
    return scene.reader(
        (event, tally, delivery) -> {
          calls.incrementAndGet();
          var never = new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
          assertThat(never).isFalse();
          return Service.take(event, tally);
        },
        "--streams.lease=3s");
  }
}
