package io.orderstream.order.settle;

import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.order.Order;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What order-service does when its own alarm goes off; what else it says itself it knows. */
@Component
final class CancelOverdueOrders implements EventHandler<OrderEvent, Order> {

  /**
   * @throws NonRetryableException when there is no such order: the alarm is only ever set together
   *     with it
   */
  @Override
  public Decision<Order> handle(OrderEvent event, @Nullable Order order, Delivery delivery) {
    return switch (event) {
      case OrderPaymentOverdue overdue -> {
        if (order == null) {
          throw new NonRetryableException("there is no order " + overdue.orderId());
        }
        yield order.overdue(delivery.time());
      }
      case OrderPlaced placed -> Decision.nothing();
      case OrderConfirmed confirmed -> Decision.nothing();
      case OrderRejected rejected -> Decision.nothing();
      case OrderCancellationRequested requested -> Decision.nothing();
      case OrderCancelled cancelled -> Decision.nothing();
    };
  }
}
