package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/**
 * An order was not accepted, because its payment was declined.
 *
 * @param reason why, as the payment provider says it; 1 to 1000 characters
 */
@EventType("order.rejected.v1")
public record OrderRejected(OrderId orderId, String reason) implements OrderEvent {

  public OrderRejected {
    Require.present("orderId", orderId);
    Require.text("reason", reason, 1000);
  }
}
