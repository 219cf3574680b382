package io.orderstream.order.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentRefunded;
import io.orderstream.order.Orders;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.NonRetryableException;
import org.junit.jupiter.api.Test;

class SettleOrdersTest {

  private final SettleOrders settleOrders = new SettleOrders();
  private final Delivery delivery =
      new Delivery("payment", 0, "1-0", "e-1", Orders.PLACED_AT.plusSeconds(1), 1, null);
  private final PaymentCaptured captured = new PaymentCaptured(Orders.ID, "pi_1", Orders.TOTAL);

  @Test
  void confirmsWhatWasPaid() {
    assertThat(settleOrders.handle(captured, Orders.placed(), delivery).events())
        .containsExactly(new OrderConfirmed(Orders.ID));
  }

  @Test
  void rejectsWhatWasDeclined() {
    var declined = new PaymentDeclined(Orders.ID, "expired_card");

    assertThat(settleOrders.handle(declined, Orders.placed(), delivery).events())
        .containsExactly(new OrderRejected(Orders.ID, "expired_card"));
  }

  @Test
  void leavesARejectedOrderAsItIs() {
    var refunded = new PaymentRefunded(Orders.ID, "pi_1", Orders.TOTAL);

    assertThat(settleOrders.handle(refunded, Orders.rejected(), delivery))
        .isEqualTo(Decision.nothing());
  }

  @Test
  void setsAsideAPaymentOfNoOrder() {
    assertThatThrownBy(() -> settleOrders.handle(captured, null, delivery))
        .isInstanceOf(NonRetryableException.class);
  }
}
