package io.orderstream.payment.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderstream.payment.Payment;
import io.orderstream.payment.PaymentStatus;
import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** A payment as clients see it; what isn't known is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentView(
    String orderId,
    PaymentStatus status,
    @Nullable Amount amount,
    @Nullable String paymentId,
    @Nullable String reason,
    Instant updatedAt) {

  /** Money: a decimal string, and ISO 4217's code of its currency. */
  record Amount(String amount, String currency) {

    static @Nullable Amount of(@Nullable Money money) {
      return money == null
          ? null
          : new Amount(money.getAmount().toPlainString(), money.getCurrencyUnit().getCode());
    }
  }

  static PaymentView of(Payment payment) {
    return new PaymentView(
        payment.orderId().value(),
        payment.status(),
        Amount.of(payment.amount()),
        payment.paymentId(),
        payment.reason(),
        payment.updatedAt());
  }
}
