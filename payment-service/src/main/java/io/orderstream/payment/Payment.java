package io.orderstream.payment;

import io.orderstream.events.OrderId;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentRefunded;
import io.orderstream.streams.Decision;
import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The payment of an order, and the rules of what may become of it. There is at most one charge and
 * at most one refund for an order.
 *
 * @param amount what the customer was charged; null where nothing was
 * @param paymentId the provider's id of the charge; null where there is none
 * @param reason why the customer was not charged, as the provider's code; null where it was
 * @param updatedAt when it last changed, by Redis's clock
 */
public record Payment(
    OrderId orderId,
    PaymentStatus status,
    @Nullable Money amount,
    @Nullable String paymentId,
    @Nullable String reason,
    Instant updatedAt) {

  private static final String CANCELLED = "cancelled";

  /** The provider charged the customer. */
  public static Decision<Payment> captured(
      OrderId orderId, Money amount, String paymentId, Instant at) {
    var payment = new Payment(orderId, PaymentStatus.CAPTURED, amount, paymentId, null, at);
    return Decision.become(payment).publish(new PaymentCaptured(orderId, paymentId, amount));
  }

  /** The provider refused to charge the customer. */
  public static Decision<Payment> declined(OrderId orderId, String reason, Instant at) {
    var payment = new Payment(orderId, PaymentStatus.DECLINED, null, null, reason, at);
    return Decision.become(payment).publish(new PaymentDeclined(orderId, reason));
  }

  /** The order was cancelled before anything was charged. */
  public static Decision<Payment> voided(OrderId orderId, Instant at) {
    var payment = new Payment(orderId, PaymentStatus.VOIDED, null, null, CANCELLED, at);
    return Decision.become(payment).publish(new PaymentDeclined(orderId, CANCELLED));
  }

  /**
   * The customer got back what was charged.
   *
   * @throws IllegalStateException when nothing was charged, or it was given back already
   */
  public Decision<Payment> refunded(Instant at) {
    var charge = charge();
    if (charge == null) {
      throw new IllegalStateException("there is nothing to give back for " + orderId);
    }
    var payment =
        new Payment(orderId, PaymentStatus.REFUNDED, charge.amount(), charge.paymentId(), null, at);
    return Decision.become(payment)
        .publish(new PaymentRefunded(orderId, charge.paymentId(), charge.amount()));
  }

  /**
   * A charge that can be given back.
   *
   * @param paymentId the provider's id of it
   */
  public record Charge(String paymentId, Money amount) {}

  /** What the customer was charged and did not get back, or null where there is nothing. */
  public @Nullable Charge charge() {
    return status == PaymentStatus.CAPTURED && paymentId != null && amount != null
        ? new Charge(paymentId, amount)
        : null;
  }
}
