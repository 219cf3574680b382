package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order was cancelled.
 *
 * @param refunded what the customer got back, more than zero; null if nothing had been paid
 */
@EventType("order.cancelled.v1")
public record OrderCancelled(OrderId orderId, @Nullable Money refunded) implements OrderEvent {

  public OrderCancelled {
    Require.present("orderId", orderId);
    if (refunded != null) {
      Require.positive("refunded", refunded);
    }
  }
}
