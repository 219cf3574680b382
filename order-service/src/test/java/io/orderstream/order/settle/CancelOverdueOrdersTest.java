package io.orderstream.order.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.order.Order;
import io.orderstream.order.OrderStatus;
import io.orderstream.order.Orders;
import io.orderstream.streams.Decision;
import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.kit.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancelOverdueOrdersTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final CancelOverdueOrders cancelOverdueOrders = new CancelOverdueOrders();
  private final OrderPaymentOverdue overdue = new OrderPaymentOverdue(Orders.ID);
  private final PaymentCaptured captured = new PaymentCaptured(Orders.ID, "pi_1", Orders.TOTAL);
  private final Scenario<Order> order = Scenario.of(Order.class);

  @Test
  void cancelsAnOrderThatStillAwaitsPaymentWhenItsTimeIsOver() throws Exception {
    order.given(Order.place(Orders.ID, Orders.purchase(), order.instant(), TIMEOUT));

    assertThat(order.pass(TIMEOUT)).containsExactly(overdue);
    var decision = order.when(cancelOverdueOrders, overdue);

    assertThat(decision.events()).containsExactly(new OrderCancelled(Orders.ID, null));
  }

  @Test
  void neverHearsOfAnOrderThatIsPaidInTime() throws Exception {
    order.given(Order.place(Orders.ID, Orders.purchase(), order.instant(), TIMEOUT));
    order.when(new SettleOrders(), captured);

    assertThat(order.pass(TIMEOUT)).isEmpty();
  }

  @Test
  void leavesAnOrderAsItIsThatWasPaidInTheLastMoment() throws Exception {
    order.given(Orders.placed());
    order.when(new SettleOrders(), captured);

    assertThat(order.when(cancelOverdueOrders, overdue)).isEqualTo(Decision.nothing());
    assertThat(order.entity()).isNotNull();
    assertThat(order.entity().progress().status()).isEqualTo(OrderStatus.CONFIRMED);
  }

  @Test
  void setsAsideAnAlarmForNoOrder() {
    assertThatThrownBy(() -> order.when(cancelOverdueOrders, overdue))
        .isInstanceOf(NonRetryableException.class);
  }
}
