package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/** An order was paid. */
@EventType("order.confirmed.v1")
public record OrderConfirmed(OrderId orderId) implements OrderEvent {

  public OrderConfirmed {
    Require.present("orderId", orderId);
  }
}
