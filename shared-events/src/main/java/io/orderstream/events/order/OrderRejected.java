package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;

/** An order was not accepted, because its payment was declined. */
@EventType("order.rejected.v1")
public record OrderRejected(OrderId orderId, String reason) implements OrderEvent {}
