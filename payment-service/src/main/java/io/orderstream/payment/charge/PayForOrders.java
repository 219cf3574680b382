package io.orderstream.payment.charge;

import io.orderstream.events.OrderId;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.payment.Payment;
import io.orderstream.payment.gateway.Charge;
import io.orderstream.payment.gateway.PaymentGateway;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What payment-service does about each event of an order.
 *
 * <p>An event that comes again asks the gateway again, which answers as it did the first time.
 */
@Component
final class PayForOrders implements EventHandler<OrderEvent, Payment> {

  private final PaymentGateway gateway;

  PayForOrders(PaymentGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public Decision<Payment> handle(OrderEvent event, @Nullable Payment payment, Delivery delivery) {
    return switch (event) {
      case OrderPlaced placed ->
          payment == null ? charge(placed, delivery.time()) : Decision.nothing();
      case OrderCancellationRequested cancellation ->
          giveUp(cancellation.orderId(), payment, delivery.time());
      case OrderConfirmed confirmed -> Decision.nothing();
      case OrderRejected rejected -> Decision.nothing();
      case OrderCancelled cancelled -> giveUp(cancelled.orderId(), payment, delivery.time());
      // the order may be paid in this very moment: order-service says which of the two came first
      case OrderPaymentOverdue overdue -> Decision.nothing();
    };
  }

  private Decision<Payment> charge(OrderPlaced order, Instant at) {
    var orderId = order.orderId();
    return switch (gateway.charge(orderId, order.total(), order.paymentMethod())) {
      case Charge.Captured captured ->
          Payment.captured(orderId, order.total(), captured.paymentId(), at);
      case Charge.Declined declined ->
          Payment.declined(orderId, order.total(), declined.reason(), at);
    };
  }

  private Decision<Payment> giveUp(OrderId orderId, @Nullable Payment payment, Instant at) {
    if (payment == null) {
      return Payment.voided(orderId, at);
    }
    payment.refundable().ifPresent(charge -> gateway.refund(orderId, charge));
    return payment.refunded(at);
  }
}
