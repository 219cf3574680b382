package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.stack.order.Samples;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whatever is killed in the middle, each order ends as it should, and nothing happens twice. */
class KillsIT {

  @Test
  void everyOrderEndsThoughServicesAreKilledInTheMiddle() throws InterruptedException {
    try (var system = TestStack.start(2, "--streams.lease=3s")) {
      var orders = 1500;
      var placing = system.place(new Samples(1).mix(orders));
      var payment = system.stack.services(ServiceKind.PAYMENT).getFirst();
      for (var kill = 1; kill <= 3; kill++) {
        awaitCharged(system, kill * orders / 5);
        killAndRestart(system, payment);
      }
      killAndRestart(system, system.stack.services(ServiceKind.ORDER).getLast());

      var summary = placing.join();

      System.out.println(summary.line());
      assertAllWell(summary, orders);
      assertEachWentAsItMay(system);
    }
  }

  @Test
  void everyOrderEndsThoughRedisIsKilledInTheMiddle() throws InterruptedException {
    try (var system = TestStack.start(1)) {
      var orders = 600;
      var placing = system.place(new Samples(2).mix(orders));
      for (var kill = 1; kill <= 2; kill++) {
        awaitCharged(system, kill * orders / 4);
        system.stack.redis().kill();
        system.stack.redis().start();
      }

      var summary = placing.join();

      System.out.println(summary.line());
      assertAllWell(summary, orders);
      assertEachWentAsItMay(system);
    }
  }

  private static void awaitCharged(TestStack system, long payments) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> system.run.outcomes().seen() >= 3 * payments);
  }

  private static void killAndRestart(TestStack system, ServiceInstance service) {
    service.process().kill();
    service.process().start();
    system.stack.awaitReady(service);
  }

  private static void assertAllWell(Summary summary, int orders) {
    assertThat(summary.placed()).isEqualTo(orders);
    assertThat(summary.unfinished()).isZero();
    assertThat(summary.duplicates()).isZero();
    assertThat(summary.deadLetters()).isZero();
    assertThat(summary.rejected()).isEqualTo(Math.round(orders * 0.07));
    assertThat(summary.confirmed() + summary.cancelled()).isEqualTo(Math.round(orders * 0.93));
  }

  /** The events of an order on its own stream, as the state machine allows them. */
  private static void assertEachWentAsItMay(TestStack system) {
    for (var orderId : system.run.outcomes().orders()) {
      assertThat(system.run.outcomes().events(orderId))
          .filteredOn(type -> type.startsWith("order."))
          .isIn(
              List.of("order.placed.v1", "order.confirmed.v1"),
              List.of("order.placed.v1", "order.rejected.v1"),
              List.of("order.placed.v1", "order.cancellation-requested.v1", "order.cancelled.v1"),
              List.of(
                  "order.placed.v1",
                  "order.confirmed.v1",
                  "order.cancellation-requested.v1",
                  "order.cancelled.v1"));
    }
  }
}
