package io.orderstream.payment.gateway;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.param.RefundCreateParams;
import io.orderstream.events.OrderId;
import io.orderstream.events.PaymentMethod;
import io.orderstream.streams.NonRetryableException;
import java.util.Locale;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Charges and refunds through Stripe's API.
 *
 * <p>The order id is the idempotency key, so Stripe answers a repeat as it did the first time.
 * Stripe keeps keys for at least 24 hours; retries end well before.
 *
 * <p>Card errors mean declined. Requests that Stripe calls invalid will be so the next time too.
 * All else (rate limits, Stripe's own errors, time-outs, a key that was revoked and can be mended)
 * is to be asked again.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Stripe on idempotency</a>
 */
final class StripeGateway implements PaymentGateway {

  private final StripeClient stripe;

  StripeGateway(StripeClient stripe) {
    this.stripe = stripe;
  }

  @Override
  public Charge charge(OrderId orderId, Money amount, PaymentMethod method) {
    var request = intent(orderId, amount, method);
    try {
      return outcome(settled(stripe.v1().paymentIntents().create(request, key(orderId.value()))));
    } catch (CardException declined) {
      return new Charge.Declined(reason(declined.getDeclineCode(), declined.getCode()));
    } catch (StripeException failure) {
      throw translated(failure);
    }
  }

  @Override
  public void refund(OrderId orderId, String paymentId) {
    var request = RefundCreateParams.builder().setPaymentIntent(paymentId).build();
    try {
      check(stripe.v1().refunds().create(request, key(orderId.value() + "-refund")));
    } catch (StripeException failure) {
      if (!"charge_already_refunded".equals(failure.getCode())) {
        throw translated(failure);
      }
    }
  }

  /** Nobody is there to be sent to a bank's page, so no method that would is allowed. */
  private static PaymentIntentCreateParams intent(
      OrderId orderId, Money amount, PaymentMethod method) {
    return PaymentIntentCreateParams.builder()
        .setAmount(MinorUnits.of(amount))
        .setCurrency(amount.getCurrencyUnit().getCode().toLowerCase(Locale.ROOT))
        .setPaymentMethod(method.value())
        .setConfirm(true)
        .setAutomaticPaymentMethods(
            AutomaticPaymentMethods.builder()
                .setEnabled(true)
                .setAllowRedirects(AllowRedirects.NEVER)
                .build())
        .putMetadata("order_id", orderId.value())
        .build();
  }

  private static RequestOptions key(String idempotencyKey) {
    return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
  }

  /** As a repeat is answered like the first time, only the intent itself says how it went on. */
  private PaymentIntent settled(PaymentIntent intent) throws StripeException {
    return "processing".equals(intent.getStatus())
        ? stripe.v1().paymentIntents().retrieve(intent.getId())
        : intent;
  }

  /**
   * An intent that asks for the customer (3-D Secure) counts as declined. It stays open at Stripe,
   * but nobody is given the secret to go on with it, so it never charges.
   */
  private static Charge outcome(PaymentIntent intent) {
    return switch (intent.getStatus()) {
      case "succeeded" -> new Charge.Captured(intent.getId());
      case "requires_action" -> new Charge.Declined("authentication_required");
      case "requires_payment_method" -> new Charge.Declined(lastReason(intent));
      case "canceled" -> new Charge.Declined("canceled");
      default ->
          throw new GatewayUnavailableException(intent.getId() + " is " + intent.getStatus());
    };
  }

  private static String lastReason(PaymentIntent intent) {
    return Optional.ofNullable(intent.getLastPaymentError())
        .map(error -> reason(error.getDeclineCode(), error.getCode()))
        .orElse("card_declined");
  }

  private static String reason(@Nullable String declineCode, @Nullable String code) {
    return Optional.ofNullable(declineCode)
        .or(() -> Optional.ofNullable(code))
        .orElse("card_declined");
  }

  /** A pending refund counts: Stripe has it in hand. */
  private static void check(Refund refund) {
    var status = String.valueOf(refund.getStatus());
    if (status.equals("failed") || status.equals("canceled")) {
      throw new NonRetryableException("refund " + refund.getId() + " " + status);
    }
  }

  private static RuntimeException translated(StripeException failure) {
    return switch (failure) {
      case InvalidRequestException invalid ->
          new NonRetryableException("Stripe: " + invalid.getMessage(), invalid);
      case IdempotencyException reused ->
          new NonRetryableException("Stripe: " + reused.getMessage(), reused);
      default -> new GatewayUnavailableException("Stripe: " + failure.getMessage(), failure);
    };
  }
}
