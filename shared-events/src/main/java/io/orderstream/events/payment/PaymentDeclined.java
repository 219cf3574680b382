package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/**
 * The customer was not charged, and will not be.
 *
 * @param reason the provider's code, for example {@code insufficient_funds}; 1 to 1000 characters
 */
@EventType("payment.declined.v1")
public record PaymentDeclined(OrderId orderId, String reason) implements PaymentEvent {

  public PaymentDeclined {
    Require.present("orderId", orderId);
    Require.text("reason", reason, 1000);
  }
}
