package io.orderstream.order;

import io.orderstream.events.OrderId;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.streams.Decision;
import io.orderstream.streams.NonRetryableException;
import java.time.Duration;
import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order and its rules: {@code PLACED → CONFIRMED | REJECTED}, {@code PLACED | CONFIRMED →
 * CANCELLING → CANCELLED}, and {@code PLACED → CANCELLED} where it is not paid in time.
 *
 * <p>Every method says what changes and changes nothing itself. News of a payment that comes late
 * or again changes nothing.
 *
 * @param fingerprint of the purchase as it was when placed; tells a repeated request from another
 * @param placedAt when the order was accepted, by Redis's clock
 */
public record Order(
    OrderId orderId, Purchase purchase, String fingerprint, Instant placedAt, Progress progress) {

  private static final String OVERDUE = "payment_overdue";

  /** A new order, which awaits payment for so long. */
  public static Decision<Order> place(
      OrderId orderId, Purchase purchase, Instant at, Duration paymentTimeout) {
    var order = new Order(orderId, purchase, purchase.fingerprint(), at, Progress.placed(at));
    return Decision.become(order)
        .publish(order.placed())
        .later(paymentTimeout, new OrderPaymentOverdue(orderId));
  }

  /**
   * The same request once more, so nothing changes.
   *
   * @throws DifferentPurchaseException when this order was placed with another purchase
   */
  public Decision<Order> placeAgain(Purchase again) {
    if (!again.fingerprint().equals(fingerprint)) {
      throw new DifferentPurchaseException(orderId);
    }
    return Decision.nothing();
  }

  /**
   * The customer wants this order cancelled. Asking again changes nothing. While nobody knows
   * whether it is paid, it is still cancelled when its time is over.
   *
   * @throws NotCancellableException when it was rejected
   */
  public Decision<Order> cancel(Instant at) {
    return switch (status()) {
      case PLACED, CONFIRMED ->
          become(progress.to(OrderStatus.CANCELLING, at))
              .publish(new OrderCancellationRequested(orderId));
      case CANCELLING, CANCELLED -> Decision.nothing();
      case REJECTED -> throw new NotCancellableException(orderId);
    };
  }

  /** The customer was charged. */
  public Decision<Order> paid(Money amount, Instant at) {
    return switch (status()) {
      case PLACED ->
          become(progress.paid(amount).to(OrderStatus.CONFIRMED, at))
              .publish(new OrderConfirmed(orderId))
              .cancel(OrderPaymentOverdue.class);
      case CANCELLING -> isPaid() ? Decision.nothing() : noteWhileCancelling(amount, at);
      case CONFIRMED, REJECTED, CANCELLED -> Decision.nothing();
    };
  }

  /** The customer was not charged, and will not be. */
  public Decision<Order> declined(String reason, Instant at) {
    return switch (status()) {
      case PLACED ->
          become(progress.declined(reason).to(OrderStatus.REJECTED, at))
              .publish(new OrderRejected(orderId, reason))
              .cancel(OrderPaymentOverdue.class);
      // what was paid is still to be given back, so only a refund may end this
      case CANCELLING -> isPaid() ? Decision.nothing() : ended(progress.declined(reason), at);
      case CONFIRMED, REJECTED, CANCELLED -> Decision.nothing();
    };
  }

  /** It was not paid in time. What is paid from now on is given back. */
  public Decision<Order> overdue(Instant at) {
    return switch (status()) {
      case PLACED -> cancelled(progress.declined(OVERDUE), at);
      case CANCELLING -> isPaid() ? Decision.nothing() : cancelled(progress.declined(OVERDUE), at);
      case CONFIRMED, REJECTED, CANCELLED -> Decision.nothing();
    };
  }

  /**
   * The customer got back what was charged.
   *
   * @throws NonRetryableException when neither a payment nor a cancellation came before
   */
  public Decision<Order> refunded(Money amount, Instant at) {
    return switch (status()) {
      case CANCELLING -> ended(progress.refunded(amount), at);
      case CONFIRMED, REJECTED, CANCELLED -> Decision.nothing();
      case PLACED ->
          throw new NonRetryableException(orderId + " was refunded, but never paid or cancelled");
    };
  }

  private OrderStatus status() {
    return progress.status();
  }

  private boolean isPaid() {
    return progress.paid() != null;
  }

  private Decision<Order> noteWhileCancelling(Money amount, Instant at) {
    return become(progress.paid(amount).to(OrderStatus.CANCELLING, at))
        .cancel(OrderPaymentOverdue.class);
  }

  private Decision<Order> ended(Progress last, Instant at) {
    var decision = cancelled(last, at);
    return isPaid() ? decision : decision.cancel(OrderPaymentOverdue.class);
  }

  private Decision<Order> cancelled(Progress last, Instant at) {
    @Nullable Money refunded = last.refunded();
    return become(last.to(OrderStatus.CANCELLED, at))
        .publish(new OrderCancelled(orderId, refunded));
  }

  private Decision<Order> become(Progress next) {
    return Decision.become(new Order(orderId, purchase, fingerprint, placedAt, next));
  }

  private OrderPlaced placed() {
    return new OrderPlaced(
        orderId,
        purchase.customerId(),
        purchase.email(),
        purchase.items(),
        purchase.total(),
        purchase.paymentMethod(),
        placedAt);
  }
}
