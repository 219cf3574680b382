package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.stack.order.OrderClient;
import io.orderstream.stack.order.Samples;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.watch.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An order that is not paid in time is cancelled, and a payment that comes after is given back.
 *
 * <p>Seen red when payment-service does nothing about a cancelled order.
 */
class OverdueIT {

  private static TestStack system;
  private static OrderClient client;

  @BeforeAll
  static void start() {
    system = TestStack.start(1, "--orders.payment-timeout=1s", "--streams.retry.max=1s");
    client =
        new OrderClient(
            system.stack.services(ServiceKind.ORDER).stream().map(ServiceInstance::http).toList());
  }

  @AfterAll
  static void stop() {
    client.close();
    system.close();
  }

  @Test
  void anOrderWhosePaymentNeverComesIsCancelledAndTheCustomerTold() throws InterruptedException {
    for (var order : place("pm_test_down", 10)) {
      awaitCancelled(order);
      var ledger = Ledger.read(system.stack.provider());
      assertThat(ledger.captures(order)).isZero();
      assertThat(ledger.attempts(order)).isPositive();
    }
  }

  /** What came of its payment is never told: the request to pay became a dead letter. */
  @Test
  void anOrderThatIsToBeCancelledAndWhosePaymentIsSetAsideIsCancelledInItsTime()
      throws InterruptedException {
    for (var order : place("pm_test_invalid", 3)) {
      client.cancel(order);
      awaitCancelled(order);
    }
  }

  @Test
  void aPaymentThatComesTooLateIsGivenBackOnceAndTheOrderStaysCancelled()
      throws InterruptedException {
    var orders = place("pm_test_slow", 10);
    for (var order : orders) {
      awaitCancelled(order);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> assertThat(Ledger.read(system.stack.provider()).refunds(order)).isOne());
    }
    var ledger = Ledger.read(system.stack.provider());
    assertThat(orders).allSatisfy(order -> assertThat(ledger.captures(order)).isOne());
    assertThat(ledger.duplicates()).isZero();
    assertThat(client.statuses(orders)).containsOnlyKeys("CANCELLED");
    assertThat(system.stack.mails().counts().duplicates()).isZero();
  }

  private static void awaitCancelled(String order) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(client.status(order)).isEqualTo("CANCELLED");
              assertThat(system.stack.mails().notified(order, "CANCELLED")).isTrue();
            });
  }

  private static List<String> place(String card, int number) throws InterruptedException {
    var orders = new ArrayList<String>();
    for (var sample : new Samples(8).paidWith(card, number)) {
      orders.add(client.place(sample));
    }
    return orders;
  }
}
