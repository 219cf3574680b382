package io.orderstream.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.orderstream.events.OrderId;
import io.orderstream.events.PaymentMethod;
import io.orderstream.streams.NonRetryableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server that answers in Stripe's words. */
class StripeGatewayTest {

  private static final OrderId ID = new OrderId("ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y");
  private static final int SILENCE = -1;
  private static final int CUT = -2;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private PaymentGateway gateway;
  private volatile int status = 200;
  private volatile String body = "{}";
  private volatile String later = "{}";

  @BeforeEach
  void starts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var second = Duration.ofSeconds(1);
    var properties = new StripeProperties("sk_test_1", url, second, Duration.ofMillis(500));
    gateway = new StripeGateway(StripeConfiguration.client(properties));
  }

  @AfterEach
  void stops() {
    server.stop(0);
  }

  @Test
  void chargesInMinorUnitsWithTheOrderIdAsKey() {
    answers(200, intent("succeeded"));

    assertThat(charge()).isEqualTo(new Charge.Captured("pi_1"));
    assertThat(keys).containsExactly(ID.value());
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("POST /v1/payment_intents ")
        .contains("amount=1999", "currency=eur", "confirm=true", "payment_method=pm_card_visa")
        .contains("automatic_payment_methods[enabled]=true")
        .contains("automatic_payment_methods[allow_redirects]=never")
        .contains("metadata[order_id]=" + ID);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"code\":\"card_declined\",\"decline_code\":\"insufficient_funds\"', insufficient_funds",
    "'\"code\":\"expired_card\"', expired_card"
  })
  void tellsWhyACardWasDeclined(String codes, String reason) {
    answers(402, error("card_error", codes));

    assertThat(charge()).isEqualTo(new Charge.Declined(reason));
  }

  @Test
  void declinesWhatNeedsTheCustomer() {
    answers(200, intent("requires_action"));

    assertThat(charge()).isEqualTo(new Charge.Declined("authentication_required"));
  }

  @Test
  void looksUpHowAPaymentInProcessWentOn() {
    answers(200, intent("processing"));
    later = intent("succeeded");

    assertThat(charge()).isEqualTo(new Charge.Captured("pi_1"));
    assertThat(requests.getLast()).startsWith("GET /v1/payment_intents/pi_1");
  }

  @Test
  void asksAgainWhileAPaymentIsInProcess() {
    answers(200, intent("processing"));
    later = intent("processing");

    assertThatThrownBy(this::charge).isInstanceOf(GatewayUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_request_error", "idempotency_error"})
  void givesUpOnAnInvalidRequestInTheProvidersWords(String type) {
    answers(400, error(type, "\"code\":\"amount_too_large\""));

    assertThatThrownBy(this::charge)
        .isInstanceOf(NonRetryableException.class)
        .hasMessageContaining("what went wrong");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 409, 429, 500, 503})
  void asksOnceAndLeavesTheNextAttemptToTheEngine(int refusal) {
    answers(refusal, error("api_error", "\"code\":\"later\""));

    assertThatThrownBy(this::charge).isInstanceOf(GatewayUnavailableException.class);
    assertThat(requests).hasSize(1);
  }

  /** The JDK itself may send once more over a cut connection; the key makes that harmless. */
  @ParameterizedTest
  @ValueSource(ints = {SILENCE, CUT})
  void asksAgainWithTheSameKeyWhenTheAnswerIsLost(int loss) {
    answers(loss, "");
    assertThatThrownBy(this::charge).isInstanceOf(GatewayUnavailableException.class);

    answers(200, intent("succeeded"));

    assertThat(charge()).isEqualTo(new Charge.Captured("pi_1"));
    assertThat(keys).hasSizeGreaterThan(1).containsOnly(ID.value());
  }

  @Test
  void refundsTheWholeChargeUnderAKeyOfItsOwn() {
    answers(200, "{\"id\":\"re_1\",\"object\":\"refund\",\"status\":\"succeeded\"}");

    gateway.refund(ID, "pi_1");

    assertThat(keys).containsExactly(ID + "-refund");
    assertThat(requests).containsExactly("POST /v1/refunds payment_intent=pi_1");
  }

  @Test
  void takesARefundThatWasDoneAlreadyForDone() {
    answers(400, error("invalid_request_error", "\"code\":\"charge_already_refunded\""));

    gateway.refund(ID, "pi_1");

    assertThat(requests).hasSize(1);
  }

  @Test
  void givesUpOnARefundThatFailed() {
    answers(200, "{\"id\":\"re_1\",\"object\":\"refund\",\"status\":\"failed\"}");

    assertThatThrownBy(() -> gateway.refund(ID, "pi_1")).isInstanceOf(NonRetryableException.class);
  }

  @Test
  void asksForARefundAgainWhenStripeIsDown() {
    answers(503, error("api_error", "\"code\":\"later\""));

    assertThatThrownBy(() -> gateway.refund(ID, "pi_1"))
        .isInstanceOf(GatewayUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"EUR 19.99, 1999", "JPY 500, 500", "KWD 1.230, 1230", "ISK 5, 500", "MGA 5.00, 5"})
  void countsMoneyAsStripeDoes(String money, long units) {
    assertThat(MinorUnits.of(Money.parse(money))).isEqualTo(units);
  }

  @Test
  void chargesNoFractionOfTheSmallestUnit() {
    assertThatThrownBy(() -> MinorUnits.of(Money.parse("MGA 5.40")))
        .isInstanceOf(NonRetryableException.class);
  }

  private Charge charge() {
    return gateway.charge(ID, Money.parse("EUR 19.99"), new PaymentMethod("pm_card_visa"));
  }

  private void answers(int nextStatus, String nextBody) {
    status = nextStatus;
    body = nextBody;
  }

  private static String intent(String status) {
    return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"%s\"}".formatted(status);
  }

  private static String error(String type, String codes) {
    return "{\"error\":{\"type\":\"%s\",\"message\":\"what went wrong\",%s}}"
        .formatted(type, codes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var method = exchange.getRequestMethod();
    requests.add(
        "%s %s %s"
            .formatted(
                method, exchange.getRequestURI(), URLDecoder.decode(form, StandardCharsets.UTF_8)));
    if (method.equals("POST")) {
      keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    }
    if (status == CUT) {
      exchange.close();
    } else if (status != SILENCE) {
      send(exchange, method.equals("GET") ? later : body);
    }
  }

  private void send(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
