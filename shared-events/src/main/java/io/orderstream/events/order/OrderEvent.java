package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;

/** What order-service says of an order. */
@EventStream("order")
public sealed interface OrderEvent extends Event
    permits OrderPlaced,
        OrderConfirmed,
        OrderRejected,
        OrderCancellationRequested,
        OrderCancelled,
        OrderPaymentOverdue {

  OrderId orderId();

  @Override
  default String subject() {
    return orderId().value();
  }
}
