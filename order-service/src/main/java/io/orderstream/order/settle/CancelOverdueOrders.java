package io.orderstream.order.settle;

import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.order.Order;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What order-service does when its own alarm goes off; what else it says itself it knows. */
@Component
final class CancelOverdueOrders implements EventHandler<OrderPaymentOverdue, Order> {

  /**
   * @throws NonRetryableException when there is no such order: the alarm is only ever set together
   *     with it
   */
  @Override
  public Decision<Order> handle(
      OrderPaymentOverdue overdue, @Nullable Order order, Delivery delivery) {
    if (order == null) {
      throw new NonRetryableException("there is no order " + overdue.orderId());
    }
    return order.overdue(delivery.time());
  }
}
