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
import io.orderstream.payment.gateway.PaymentGateway;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What payment-service does about each event of an order. */
@Component
final class PayForOrders implements EventHandler<OrderEvent, Payment> {

  private final PaymentGateway gateway;

  PayForOrders(PaymentGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public Decision<Payment> handle(OrderEvent event, @Nullable Payment payment, Delivery delivery)
      throws Exception {
    var at = delivery.time();
    return switch (event) {
      case OrderPlaced placed -> charge(placed, payment, at);
      case OrderCancellationRequested requested -> giveBack(requested.orderId(), payment, at);
      case OrderPaymentOverdue overdue -> giveBack(overdue.orderId(), payment, at);
      case OrderConfirmed confirmed -> Decision.nothing();
      case OrderRejected rejected -> Decision.nothing();
      case OrderCancelled cancelled -> Decision.nothing();
    };
  }

  /** May run again for the same order, so the gateway is idempotent by its id. */
  private Decision<Payment> charge(OrderPlaced order, @Nullable Payment payment, Instant at)
      throws Exception {
    if (payment != null) {
      return Decision.nothing();
    }
    var orderId = order.orderId();
    return switch (gateway.charge(orderId, order.total(), order.paymentMethod())) {
      case PaymentGateway.Charge.Captured captured ->
          Payment.captured(orderId, order.total(), captured.paymentId(), at);
      case PaymentGateway.Charge.Declined declined ->
          Payment.declined(orderId, declined.reason(), at);
    };
  }

  /** Where nothing was charged yet, nothing will be. */
  private Decision<Payment> giveBack(OrderId orderId, @Nullable Payment payment, Instant at)
      throws Exception {
    if (payment == null) {
      return Payment.voided(orderId, at);
    }
    var charge = payment.charge();
    if (charge == null) {
      return Decision.nothing();
    }
    gateway.refund(orderId, charge.paymentId());
    return payment.refunded(at);
  }
}
