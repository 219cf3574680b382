package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;
import org.joda.money.Money;

/**
 * The customer was charged.
 *
 * @param paymentId the provider's id of the charge, 1 to 255 characters
 * @param amount what was charged, more than zero
 */
@EventType("payment.captured.v1")
public record PaymentCaptured(OrderId orderId, String paymentId, Money amount)
    implements PaymentEvent {

  public PaymentCaptured {
    Require.present("orderId", orderId);
    Require.text("paymentId", paymentId, 255);
    Require.positive("amount", amount);
  }
}
