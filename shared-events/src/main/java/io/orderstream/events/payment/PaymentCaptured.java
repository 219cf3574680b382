package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;
import org.joda.money.Money;

/** The customer was charged. */
@EventType("payment.captured.v1")
public record PaymentCaptured(OrderId orderId, String paymentId, Money amount)
    implements PaymentEvent {}
