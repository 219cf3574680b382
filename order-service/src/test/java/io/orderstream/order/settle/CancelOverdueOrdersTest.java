package io.orderstream.order.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.order.Orders;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.NonRetryableException;
import org.junit.jupiter.api.Test;

class CancelOverdueOrdersTest {

  private final CancelOverdueOrders cancelOverdueOrders = new CancelOverdueOrders();
  private final Delivery delivery =
      new Delivery("order", 0, "1-0", "e-1", Orders.PLACED_AT.plusSeconds(900), 1, null);
  private final OrderPaymentOverdue overdue = new OrderPaymentOverdue(Orders.ID);

  @Test
  void cancelsAnOrderThatStillAwaitsPayment() {
    assertThat(cancelOverdueOrders.handle(overdue, Orders.placed(), delivery).events())
        .containsExactly(new OrderCancelled(Orders.ID, null));
  }

  @Test
  void leavesAnOrderAsItIsThatWasSettledInTheLastMoment() {
    assertThat(cancelOverdueOrders.handle(overdue, Orders.rejected(), delivery))
        .isEqualTo(Decision.nothing());
  }

  @Test
  void hasNothingToDoAboutWhatTheServiceSaidItself() {
    var confirmed = new OrderConfirmed(Orders.ID);

    assertThat(cancelOverdueOrders.handle(confirmed, Orders.placed(), delivery))
        .isEqualTo(Decision.nothing());
  }

  @Test
  void setsAsideAnAlarmForNoOrder() {
    assertThatThrownBy(() -> cancelOverdueOrders.handle(overdue, null, delivery))
        .isInstanceOf(NonRetryableException.class);
  }
}
