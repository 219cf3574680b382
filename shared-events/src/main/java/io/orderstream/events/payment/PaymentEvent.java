package io.orderstream.events.payment;

import io.orderstream.events.OrderId;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;

/** What payment-service says of the payment of an order. */
@EventStream("payment")
public sealed interface PaymentEvent extends Event
    permits PaymentCaptured, PaymentDeclined, PaymentRefunded {

  OrderId orderId();

  @Override
  default String subject() {
    return orderId().value();
  }
}
