package io.orderstream.payment.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderstream.payment.Payment;
import io.orderstream.payment.PaymentStatus;
import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A payment as clients see it.
 *
 * @param amount what the customer was charged; left out where nothing was
 * @param paymentId the provider's id of the charge; left out where there is none
 * @param reason why the customer was not charged; left out where it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentView(
    String orderId,
    PaymentStatus status,
    @Nullable Money amount,
    @Nullable String paymentId,
    @Nullable String reason,
    Instant updatedAt) {

  static PaymentView of(Payment payment) {
    return new PaymentView(
        payment.orderId().value(),
        payment.status(),
        payment.amount(),
        payment.paymentId(),
        payment.reason(),
        payment.updatedAt());
  }
}
