package io.orderstream.payment.gateway;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.RefundCreateParams;
import io.orderstream.events.OrderId;
import io.orderstream.events.PaymentMethod;
import io.orderstream.streams.NonRetryableException;
import java.util.Locale;
import org.joda.money.Money;

/**
 * Charges by Stripe's payment intents. The order id is the idempotency key, which Stripe keeps for
 * at least 24 hours, longer than all attempts at an event take together.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Idempotent requests</a>
 */
final class StripeGateway implements PaymentGateway {

  private final StripeClient stripe;

  StripeGateway(StripeSettings settings) {
    this.stripe =
        StripeClient.builder()
            .setApiKey(settings.key())
            .setApiBase(settings.baseUrl().toString())
            .setConnectTimeout((int) settings.connectTimeout().toMillis())
            .setReadTimeout((int) settings.readTimeout().toMillis())
            .setMaxNetworkRetries(0) // the engine's retries are the one way
            .build();
  }

  @Override
  public Charge charge(OrderId orderId, Money amount, PaymentMethod method) throws StripeException {
    try {
      var intent =
          stripe
              .v1()
              .paymentIntents()
              .create(intent(orderId, amount, method), once(orderId.value()));
      return switch (intent.getStatus()) {
        case "succeeded" -> new Charge.Captured(intent.getId());
        case "processing" ->
            throw new IllegalStateException(intent.getId() + " is being processed");
        // nobody is there to be asked for more
        default -> new Charge.Declined(intent.getStatus());
      };
    } catch (CardException declined) {
      return new Charge.Declined(code(declined));
    } catch (InvalidRequestException | IdempotencyException wrong) {
      throw wrongRequest(wrong);
    }
  }

  private static PaymentIntentCreateParams intent(
      OrderId orderId, Money amount, PaymentMethod method) {
    return PaymentIntentCreateParams.builder()
        .setAmount(amount.getAmountMinorLong())
        .setCurrency(amount.getCurrencyUnit().getCode().toLowerCase(Locale.ROOT))
        .setPaymentMethod(method.value())
        .setConfirm(true)
        .setAutomaticPaymentMethods(
            AutomaticPaymentMethods.builder()
                .setEnabled(true)
                .setAllowRedirects(AutomaticPaymentMethods.AllowRedirects.NEVER)
                .build())
        .putMetadata("order_id", orderId.value())
        .build();
  }

  private static String code(CardException declined) {
    var code = declined.getDeclineCode();
    return code != null ? code : String.valueOf(declined.getCode());
  }

  @Override
  public void refund(OrderId orderId, String paymentId) throws StripeException {
    var refund = RefundCreateParams.builder().setPaymentIntent(paymentId).build();
    try {
      var unused = stripe.v1().refunds().create(refund, once(orderId.value() + "-refund"));
    } catch (InvalidRequestException | IdempotencyException wrong) {
      if (!"charge_already_refunded".equals(wrong.getCode())) {
        throw wrongRequest(wrong);
      }
    }
  }

  private static RequestOptions once(String key) {
    return RequestOptions.builder().setIdempotencyKey(key).build();
  }

  private static NonRetryableException wrongRequest(StripeException wrong) {
    return new NonRetryableException("Stripe refuses the request: " + wrong.getMessage(), wrong);
  }
}
