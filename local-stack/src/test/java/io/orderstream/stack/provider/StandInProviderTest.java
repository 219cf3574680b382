package io.orderstream.stack.provider;

import static io.orderstream.stack.provider.ProviderClient.chargeForm;
import static io.orderstream.stack.provider.ProviderClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandInProviderTest {

  @TempDir Path directory;
  private StandInProvider provider;
  private ProviderClient client;

  @BeforeEach
  void start() throws IOException {
    provider = StandInProvider.start(new Arguments("127.0.0.1", 0, directory.resolve("ledger")));
    client = new ProviderClient(provider);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void capturesAVisaCard() {
    var response = client.charge("ord_1", "ord_1", "pm_card_visa");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("id").stringValue()).startsWith("pi_");
    assertThat(json(response).get("status").stringValue()).isEqualTo("succeeded");
    assertThat(json(response).get("amount").longValue()).isEqualTo(1999);
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_visa_chargeDeclined, generic_decline",
    "pm_card_visa_chargeDeclinedInsufficientFunds, insufficient_funds",
    "pm_nobody_knows, generic_decline"
  })
  void declinesACardWithItsReason(String paymentMethod, String declineCode) {
    var response = client.charge("ord_1", "ord_1", paymentMethod);

    assertThat(response.statusCode()).isEqualTo(402);
    var error = json(response).get("error");
    assertThat(error.get("type").stringValue()).isEqualTo("card_error");
    assertThat(error.get("code").stringValue()).isEqualTo("card_declined");
    assertThat(error.get("decline_code").stringValue()).isEqualTo(declineCode);
    assertThat(client.ledger().at("/orders/ord_1/declines").intValue()).isEqualTo(1);
  }

  @Test
  void givesTheFirstAnswerToARepeatAndCountsIt() {
    var first = client.charge("ord_1", "ord_1", "pm_card_visa");
    var second = client.charge("ord_1", "ord_1", "pm_card_visa");

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(client.ledger().get("replays").intValue()).isEqualTo(1);
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);
    assertThat(client.ledger().at("/orders/ord_1/attempts").intValue()).isEqualTo(2);
  }

  @Test
  void repeatsADeclineToo() {
    var first = client.charge("ord_1", "ord_1", "pm_card_visa_chargeDeclined");
    var second = client.charge("ord_1", "ord_1", "pm_card_visa_chargeDeclined");

    assertThat(second.statusCode()).isEqualTo(402);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(client.ledger().get("declines").intValue()).isEqualTo(1);
  }

  @Test
  void chargesOnceWhenOneKeyComesFiftyTimesAtOnce() throws Exception {
    Callable<HttpResponse<String>> charge = () -> client.charge("ord_1", "ord_1", "pm_test_slow");
    try (var threads = Executors.newFixedThreadPool(50)) {
      var answers = threads.invokeAll(IntStream.range(0, 50).mapToObj(i -> charge).toList());

      assertThat(answers)
          .extracting(answer -> answer.get().body())
          .containsOnly(client.charge("ord_1", "ord_1", "pm_test_slow").body());
    }
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);
    assertThat(client.ledger().get("replays").intValue()).isEqualTo(50);
  }

  @Test
  void refusesAKeyThatComesWithOtherParameters() {
    client.charge("key", "ord_1", "pm_card_visa");

    var response = client.charge("key", "ord_2", "pm_card_visa");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/type").stringValue()).isEqualTo("idempotency_error");
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);
  }

  @Test
  void showsADoubleChargeUnderAnotherKey() {
    client.charge("key-1", "ord_1", "pm_card_visa");
    client.charge("key-2", "ord_1", "pm_card_visa");

    assertThat(client.ledger().get("doubleCharges").intValue()).isEqualTo(1);
    assertThat(client.ledger().at("/orders/ord_1/captures").intValue()).isEqualTo(2);
  }

  @Test
  void failsTwicePerKeyAndThenCapturesAFlakyCard() {
    assertThat(client.charge("ord_1", "ord_1", "pm_test_flaky").statusCode()).isEqualTo(503);
    assertThat(client.charge("ord_2", "ord_2", "pm_test_flaky").statusCode()).isEqualTo(503);
    assertThat(client.charge("ord_1", "ord_1", "pm_test_flaky").statusCode()).isEqualTo(503);
    assertThat(client.charge("ord_1", "ord_1", "pm_test_flaky").statusCode()).isEqualTo(200);
  }

  @Test
  void staysDownForACardThatIsDown() {
    for (int attempt = 0; attempt < 5; attempt++) {
      var response = client.charge("ord_1", "ord_1", "pm_test_down");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(json(response).at("/error/type").stringValue()).isEqualTo("api_error");
    }
    assertThat(client.ledger().at("/orders/ord_1/attempts").intValue()).isEqualTo(5);
  }

  @Test
  void chargesAndThenCutsTheConnectionWhenTheAnswerIsToBeLost() {
    assertThatThrownBy(() -> client.charge("ord_1", "ord_1", "pm_test_lost_answer"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);

    var repeat = client.charge("ord_1", "ord_1", "pm_test_lost_answer");

    assertThat(repeat.statusCode()).isEqualTo(200);
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "amount=1&currency=eur&confirm=true&payment_method=pm_test_invalid",
    "amount=0&currency=eur&confirm=true&payment_method=pm_card_visa",
    "amount=x&currency=eur&confirm=true&payment_method=pm_card_visa",
    "amount=1&currency=euro&confirm=true&payment_method=pm_card_visa",
    "amount=1&currency=eur&confirm=false&payment_method=pm_card_visa",
    "amount=1&currency=eur&confirm=true",
    "amount=%zz"
  })
  void refusesAnInvalidRequest(String form) {
    var response = client.post("/v1/payment_intents", "key", form);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
  }

  @Test
  void asksForAnApiKey() {
    var response = client.chargeWithoutApiKey();

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(json(response).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(client.ledger().get("captures").intValue()).isZero();
  }

  @Test
  void refundsAnIntentOnce() {
    var intent = json(client.charge("ord_1", "ord_1", "pm_card_visa")).get("id").stringValue();

    var first = client.refund("refund-ord_1", intent);
    var repeat = client.refund("refund-ord_1", intent);
    var again = client.refund("another", intent);

    assertThat(json(first).get("id").stringValue()).startsWith("re_");
    assertThat(repeat.body()).isEqualTo(first.body());
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(json(again).at("/error/code").stringValue()).isEqualTo("charge_already_refunded");
    assertThat(client.ledger().get("refunds").intValue()).isEqualTo(1);
    assertThat(client.ledger().get("doubleRefunds").intValue()).isZero();
  }

  @Test
  void showsAnIntentAndMissesAnUnknownOne() {
    var charge = client.charge("ord_1", "ord_1", "pm_card_visa");
    var id = json(charge).get("id").stringValue();

    assertThat(client.get("/v1/payment_intents/" + id).body()).isEqualTo(charge.body());
    assertThat(client.get("/v1/payment_intents/pi_none").statusCode()).isEqualTo(404);
    assertThat(client.refund("key", "pi_none").statusCode()).isEqualTo(404);
    assertThat(client.post("/v1/customers", "key", chargeForm("a", "b")).statusCode())
        .isEqualTo(404);
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
  }
}
