package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;
import org.joda.money.Money;

/** The customer got back what was charged. */
@EventType("payment.refunded.v1")
public record PaymentRefunded(OrderId orderId, String paymentId, Money amount)
    implements PaymentEvent {}
