package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order was cancelled; {@code refunded} is what the customer got back, null if nothing had been
 * paid.
 */
@EventType("order.cancelled.v1")
public record OrderCancelled(OrderId orderId, @Nullable Money refunded) implements OrderEvent {}
