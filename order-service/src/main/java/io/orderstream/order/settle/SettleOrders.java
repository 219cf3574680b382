package io.orderstream.order.settle;

import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentEvent;
import io.orderstream.events.payment.PaymentRefunded;
import io.orderstream.order.Order;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What order-service does about each event of a payment. */
@Component
final class SettleOrders implements EventHandler<PaymentEvent, Order> {

  /**
   * @throws NonRetryableException when there is no such order: a payment is only ever made for an
   *     order that is stored already, so waiting can't help
   */
  @Override
  public Decision<Order> handle(PaymentEvent event, @Nullable Order order, Delivery delivery) {
    if (order == null) {
      throw new NonRetryableException("there is no order " + event.orderId());
    }
    return switch (event) {
      case PaymentCaptured captured -> order.paid(captured.amount(), delivery.time());
      case PaymentDeclined declined -> order.declined(declined.reason(), delivery.time());
      case PaymentRefunded refunded -> order.refunded(refunded.amount(), delivery.time());
    };
  }
}
