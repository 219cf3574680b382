package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/** The customer wants an order cancelled; what was paid is to be given back. */
@EventType("order.cancellation-requested.v1")
public record OrderCancellationRequested(OrderId orderId) implements OrderEvent {

  public OrderCancellationRequested {
    Require.present("orderId", orderId);
  }
}
