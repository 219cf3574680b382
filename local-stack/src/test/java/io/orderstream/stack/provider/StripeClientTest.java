package io.orderstream.stack.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stripe's own client takes the stand-in for Stripe. */
class StripeClientTest {

  @TempDir Path directory;
  private StandInProvider provider;
  private StripeClient stripe;

  @BeforeEach
  void start() throws IOException {
    provider = StandInProvider.start(new Arguments("127.0.0.1", 0, directory.resolve("ledger")));
    stripe = client("sk_test_1");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void chargesShowsAndRefunds() throws StripeException {
    var intent = charge("ord_1", "pm_card_visa");

    assertThat(intent.getStatus()).isEqualTo("succeeded");
    assertThat(intent.getAmount()).isEqualTo(1999);
    assertThat(intent.getLatestCharge()).startsWith("ch_");
    assertThat(intent.getMetadata()).containsEntry("order_id", "ord_1");
    assertThat(stripe.v1().paymentIntents().retrieve(intent.getId())).isEqualTo(intent);

    var refund =
        stripe
            .v1()
            .refunds()
            .create(RefundCreateParams.builder().setPaymentIntent(intent.getId()).build());

    assertThat(refund.getId()).startsWith("re_");
    assertThat(refund.getStatus()).isEqualTo("succeeded");
    assertThat(refund.getPaymentIntent()).isEqualTo(intent.getId());
  }

  @Test
  void seesADeclineAsACardError() {
    assertThatThrownBy(() -> charge("ord_1", "pm_card_visa_chargeDeclinedInsufficientFunds"))
        .asInstanceOf(type(CardException.class))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo("card_declined"))
        .satisfies(e -> assertThat(e.getDeclineCode()).isEqualTo("insufficient_funds"));
  }

  @Test
  void seesEachOtherErrorAsWhatItIs() throws StripeException {
    charge("ord_1", "pm_card_visa");

    assertThatThrownBy(() -> charge("ord_1", "pm_test_slow"))
        .isInstanceOf(IdempotencyException.class);
    assertThatThrownBy(() -> charge("ord_2", "pm_test_invalid"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> charge("ord_3", "pm_test_down")).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> stripe.v1().paymentIntents().retrieve("pi_none"))
        .isInstanceOf(InvalidRequestException.class);
    stripe = client("pk_wrong");
    assertThatThrownBy(() -> charge("ord_4", "pm_card_visa"))
        .isInstanceOf(AuthenticationException.class);
  }

  private StripeClient client(String apiKey) {
    return StripeClient.builder()
        .setApiKey(apiKey)
        .setApiBase("http://127.0.0.1:" + provider.port())
        .setMaxNetworkRetries(0)
        .build();
  }

  private PaymentIntent charge(String order, String paymentMethod) throws StripeException {
    var params =
        PaymentIntentCreateParams.builder()
            .setAmount(1999L)
            .setCurrency("eur")
            .setPaymentMethod(paymentMethod)
            .setConfirm(true)
            .putMetadata("order_id", order)
            .build();
    var options = RequestOptions.builder().setIdempotencyKey(order).build();
    return stripe.v1().paymentIntents().create(params, options);
  }
}
