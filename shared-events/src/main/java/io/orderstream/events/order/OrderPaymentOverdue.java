package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/** An order was not paid in time. */
@EventType("order.payment-overdue.v1")
public record OrderPaymentOverdue(OrderId orderId) implements OrderEvent {

  public OrderPaymentOverdue {
    Require.present("orderId", orderId);
  }
}
