package io.orderstream.payment;

import io.orderstream.events.OrderId;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentRefunded;
import io.orderstream.streams.Decision;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The payment of an order and its rules: {@code none → CAPTURED | DECLINED | VOIDED}, {@code
 * CAPTURED → REFUNDED}.
 *
 * <p>Every method says what changes and changes nothing itself.
 *
 * @param amount what the order costs; null where the order was given up before its cost was known
 * @param paymentId the provider's id of the charge; null where there is none
 * @param reason why nothing was charged, the provider's code or {@code cancelled}; null where it
 *     was
 * @param updatedAt when the event happened that led to this status, by Redis's clock
 */
public record Payment(
    OrderId orderId,
    PaymentStatus status,
    @Nullable Money amount,
    @Nullable String paymentId,
    @Nullable String reason,
    Instant updatedAt) {

  private static final String CANCELLED = "cancelled";

  /** The customer was charged. */
  public static Decision<Payment> captured(
      OrderId orderId, Money amount, String paymentId, Instant at) {
    var payment = new Payment(orderId, PaymentStatus.CAPTURED, amount, paymentId, null, at);
    return Decision.become(payment).publish(new PaymentCaptured(orderId, paymentId, amount));
  }

  /** The provider declined. */
  public static Decision<Payment> declined(
      OrderId orderId, Money amount, String reason, Instant at) {
    var payment = new Payment(orderId, PaymentStatus.DECLINED, amount, null, reason, at);
    return Decision.become(payment).publish(new PaymentDeclined(orderId, reason));
  }

  /** The order was given up before it was charged. The payment that is kept bars a later charge. */
  public static Decision<Payment> voided(OrderId orderId, Instant at) {
    var payment = new Payment(orderId, PaymentStatus.VOIDED, null, null, CANCELLED, at);
    return Decision.become(payment).publish(new PaymentDeclined(orderId, CANCELLED));
  }

  /** The charge that can be given back: what was captured and not refunded yet. */
  public Optional<String> refundable() {
    return status == PaymentStatus.CAPTURED ? Optional.ofNullable(paymentId) : Optional.empty();
  }

  /** The customer got back what was charged. Changes nothing where nothing was to give back. */
  public Decision<Payment> refunded(Instant at) {
    if (status != PaymentStatus.CAPTURED) {
      return Decision.nothing();
    }
    var charged = Objects.requireNonNull(amount);
    var charge = Objects.requireNonNull(paymentId);
    var payment = new Payment(orderId, PaymentStatus.REFUNDED, charged, charge, null, at);
    return Decision.become(payment).publish(new PaymentRefunded(orderId, charge, charged));
  }
}
