package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;

/**
 * The customer was not charged, and will not be; {@code reason} is the provider's code, for example
 * {@code insufficient_funds}.
 */
@EventType("payment.declined.v1")
public record PaymentDeclined(OrderId orderId, String reason) implements PaymentEvent {}
