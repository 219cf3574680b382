package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;
import org.joda.money.Money;

/**
 * The customer got back what was charged.
 *
 * @param paymentId the provider's id of the charge, 1 to 255 characters
 * @param amount what was given back, more than zero
 */
@EventType("payment.refunded.v1")
public record PaymentRefunded(OrderId orderId, String paymentId, Money amount)
    implements PaymentEvent {

  public PaymentRefunded {
    Require.present("orderId", orderId);
    Require.text("paymentId", paymentId, 255);
    Require.positive("amount", amount);
  }
}
