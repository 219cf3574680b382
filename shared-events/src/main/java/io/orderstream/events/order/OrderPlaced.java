package io.orderstream.events.order;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import io.orderstream.streams.EventType;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;

/**
 * An order was accepted and awaits payment.
 *
 * @param items what was ordered, 1 to 100
 * @param total what the customer owes, always more than zero
 * @param placedAt when the order was accepted, by Redis's clock
 */
@EventType("order.placed.v1")
public record OrderPlaced(
    OrderId orderId,
    CustomerId customerId,
    EmailAddress email,
    List<OrderItem> items,
    Money total,
    PaymentMethod paymentMethod,
    Instant placedAt)
    implements OrderEvent {

  public OrderPlaced {
    items = List.copyOf(items);
  }
}
