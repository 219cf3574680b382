package io.orderstream.events.order;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;

/** An order was not paid in time. */
@EventType("order.payment-overdue.v1")
public record OrderPaymentOverdue(OrderId orderId) implements OrderEvent {}
