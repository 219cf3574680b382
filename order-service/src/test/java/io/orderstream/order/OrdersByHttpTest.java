package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderPlaced;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest
class OrdersByHttpTest {

  private static final String BODY =
      """
      {"customerId": "c-42", "email": "ada@example.com", "paymentMethod": "pm_card_visa",
       "items": [{"sku": "sku-1", "quantity": 2,
                  "unitPrice": {"amount": "19.99", "currency": "EUR"}}]}\
      """;

  @Autowired private MockMvcTester http;
  @Autowired private InMemoryOrders orders;

  @TestConfiguration
  static class InMemory {

    @Bean
    InMemoryOrders orders() {
      return new InMemoryOrders();
    }

    @Bean
    OrderProperties settings() {
      return new OrderProperties(Orders.TIMEOUT, 64);
    }

    @Bean
    InstantSource clock() {
      return InstantSource.fixed(Orders.PLACED_AT);
    }
  }

  @BeforeEach
  void startsWithNoOrders() {
    orders.clear();
  }

  @Test
  void placesAnOrder() {
    var answer = place(BODY);

    assertThat(answer).hasStatus(201).hasContentType(MediaType.APPLICATION_JSON);
    assertThat(answer).doesNotContainHeader("Idempotency-Replayed");
    var length = answer.getResponse().getContentAsByteArray().length;
    assertThat(answer).hasHeader("Content-Length", Integer.toString(length));
    assertThat(answer.getResponse().getHeader("Location")).matches("/orders/ord_[0-9A-Z]{26}");
    assertThat(answer)
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"customerId": "c-42", "email": "ada@example.com", "paymentMethod": "pm_card_visa",
             "items": [{"sku": "sku-1", "quantity": 2,
                        "unitPrice": {"amount": "19.99", "currency": "EUR"}}],
             "total": {"amount": "39.98", "currency": "EUR"}, "status": "PLACED", "version": 1,
             "placedAt": "2026-11-01T10:00:00Z", "updatedAt": "2026-11-01T10:00:00Z"}\
            """)
        .doesNotHavePath("$.refunded")
        .doesNotHavePath("$.fingerprint");
    assertThat(orders.published()).singleElement().isInstanceOf(OrderPlaced.class);
  }

  @Test
  void placesTwoOrdersWhereNoKeyIsGiven() {
    place(BODY);
    place(BODY);

    assertThat(orders.count()).isEqualTo(2);
  }

  @Test
  void answersTheSameOrderForTheSameKeyAndBody() {
    var first = placeWithKey("k-1", BODY);
    var sameInOtherWords = BODY.replace("\n", " ").replace("\"sku-1\"", "\"sku\\u002d1\"");

    var second = placeWithKey("k-1", sameInOtherWords);

    assertThat(second).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
    assertThat(second).hasHeader("Location", first.getResponse().getHeader("Location"));
    assertThat(orders.published()).hasSize(1);
  }

  @Test
  void placesOneOrderHoweverManyAskAtOnceWithOneKey() throws Exception {
    var answers = new ArrayList<Future<MvcTestResult>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> placeWithKey("k-1", BODY)));
      }
    }

    int replayed = 0;
    for (var answer : answers) {
      assertThat(answer.get()).hasStatus(201);
      replayed += answer.get().getResponse().containsHeader("Idempotency-Replayed") ? 1 : 0;
    }
    assertThat(replayed).isEqualTo(19);
    assertThat(orders.published()).hasSize(1);
  }

  @Test
  void refusesAnotherBodyUnderTheSameKey() {
    placeWithKey("k-1", BODY);

    isProblem(placeWithKey("k-1", BODY.replace("19.99", "20.00")), 422);
    assertThat(orders.published()).hasSize(1);
  }

  @Test
  void keepsTheKeysOfCustomersApart() {
    placeWithKey("k-1", BODY);

    assertThat(placeWithKey("k-1", BODY.replace("c-42", "c-43")))
        .hasStatus(201)
        .doesNotContainHeader("Idempotency-Replayed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "käse"})
  void refusesAKeyThatIsNotVisibleAscii(String key) {
    isProblem(placeWithKey(key, BODY), 400);
  }

  @Test
  void takesKeysOfUpTo255Characters() {
    assertThat(placeWithKey("k".repeat(255), BODY)).hasStatus(201);
    isProblem(placeWithKey("k".repeat(256), BODY), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "c-42"                 | "c 42"                    | /customerId
          "c-42"                 | null                      | /customerId
          "c-42"                 | 42                        | /customerId
          "ada@example.com"      | "ada"                     | /email
          "pm_card_visa"         | "visa"                    | /paymentMethod
          "paymentMethod"        | "pay/ment~Method"         | /paymentMethod /pay~1ment~0Method
          "sku-1"                | "sku 1"                   | /items/0/sku
          "sku-1"                | ["sku-1"]                 | /items/0/sku
          "quantity": 2          | "quantity": 0             | /items/0/quantity
          "quantity": 2          | "quantity": 1001          | /items/0/quantity
          "quantity": 2          | "quantity": 99999999999   | /items/0/quantity
          "quantity": 2          | "quantity": 2.5           | /items/0/quantity
          "quantity": 2          | "quantity": "2"           | /items/0/quantity
          "quantity": 2          | "quantity": 2, "colour": 1 | /items/0/colour
          "19.99"                | 19.99                     | /items/0/unitPrice/amount
          "19.99"                | "0.00"                    | /items/0/unitPrice/amount
          "19.99"                | "-1"                      | /items/0/unitPrice/amount
          "19.99"                | "19.999"                  | /items/0/unitPrice/amount
          "19.99"                | "1e3"                     | /items/0/unitPrice/amount
          "19.99"                | "10000000000.00"          | /items/0/unitPrice/amount
          "19.99"                | "9999999999.00"           | /items
          "EUR"                  | "JPY"                     | /items/0/unitPrice/amount
          "EUR"                  | "EURO"                    | /items/0/unitPrice/currency
          "EUR"                  | "XXX"                     | /items/0/unitPrice/currency
          {"amount": "19.99", "currency": "EUR"} | "19.99"   | /items/0/unitPrice
          """)
  void saysWhichFieldIsWrong(String right, String wrong, String pointers) {
    isInvalid(place(BODY.replace(right, wrong)), pointers.split(" "));
  }

  @Test
  void namesEveryFaultAtOnce() {
    var body =
        """
        {"customerId": "", "items": [
          {"sku": "a", "quantity": 0, "unitPrice": {"amount": "1.00", "currency": "EUR"}},
          {"sku": "b", "quantity": 1, "unitPrice": {"amount": "1.00", "currency": "USD"}}, 3],
         "coupon": true}\
        """;

    isInvalid(
        place(body),
        "/customerId",
        "/email",
        "/items/0/quantity",
        "/items/1/unitPrice/currency",
        "/items/2",
        "/paymentMethod",
        "/coupon");
  }

  @Test
  void takesOneToAHundredItems() {
    assertThat(place(bodyWithItems(100))).hasStatus(201);
    isInvalid(place(bodyWithItems(101)), "/items");
    isInvalid(place(bodyWithItems(0)), "/items");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"email\": 1, \"email\": 2}", "{} {}", "nope"})
  void refusesWhatIsNotJson(String body) {
    isInvalid(place(body), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"text\""})
  void refusesWhatIsNotAnObject(String body) {
    isInvalid(place(body), "");
  }

  @Test
  void takesABodyOf64KiBAndRefusesALargerOne() {
    assertThat(place(BODY + " ".repeat(64 * 1024 - BODY.length()))).hasStatus(201);
    isProblem(place(BODY + " ".repeat(64 * 1024 - BODY.length() + 1)), 413);
  }

  @Test
  void refusesOtherMediaTypes() {
    var request = post("/orders").content(BODY);

    isProblem(http.perform(request.contentType(MediaType.TEXT_PLAIN)), 415);
    isProblem(http.perform(post("/orders").content(BODY)), 415);
  }

  @Test
  void doesNothingForAClientThatWouldNotUnderstandTheAnswer() {
    orders.store(Orders.confirmed());

    var placed =
        http.perform(
            post("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_XML)
                .content(BODY));
    var cancelled =
        http.perform(
            post("/orders/" + Orders.ID + "/cancellation").accept(MediaType.APPLICATION_XML));

    assertThat(placed).hasStatus(406);
    assertThat(cancelled).hasStatus(406);
    assertThat(orders.count()).isOne();
    assertThat(orders.published()).isEmpty();
  }

  /** A lone surrogate is well-formed JSON, but no character. */
  @Test
  void refusesHalfACharacterWhereverItIs() {
    assertThat(place(BODY.replaceFirst("\\{", "{\"\\\\ud800\": 1, "))).hasStatus(400);
    assertThat(place(BODY.replace("sku-1", "\\ud800"))).hasStatus(400);
    assertThat(place(BODY.replace("ada@", "\\ud800@"))).hasStatus(400);
  }

  @Test
  void asksToTryLaterWhileRedisIsAway() {
    orders.isAway(Duration.ofMillis(1500));

    var answer = place(BODY);

    isProblem(answer, 503);
    assertThat(answer).hasHeader("Retry-After", "2");
    isProblem(http.perform(get("/orders/" + Orders.ID)), 503);
    isProblem(http.perform(post("/orders/" + Orders.ID + "/cancellation")), 503);
  }

  @Test
  void showsNothingOfTheCodeWhenItFails() {
    orders.hasABug();

    var answer = place(BODY);

    isProblem(answer, 500);
    assertThat(answer).bodyText().doesNotContain("secret", "Exception", "com.", "org.", "io.");
  }

  @Test
  void answersUnknownPathsAndMethodsWithProblems() {
    isProblem(http.perform(get("/nowhere")), 404);
    isProblem(http.perform(put("/orders")), 405);
    isProblem(http.perform(get("/error").accept(MediaType.TEXT_HTML)), 404);
  }

  @Test
  void answersAProblemWhateverTheClientAccepts() {
    orders.store(Orders.placed());

    isProblem(http.perform(get("/orders/" + Orders.ID).accept(MediaType.TEXT_HTML)), 406);
  }

  @Test
  void showsAnOrderWithItsVersion() {
    orders.store(Orders.placed());

    var answer = http.perform(get("/orders/" + Orders.ID));

    assertThat(answer).hasStatus(200).hasHeader("ETag", "\"1\"");
    assertThat(answer).bodyJson().extractingPath("$.orderId").isEqualTo(Orders.ID.value());
  }

  @Test
  void showsWhyAnOrderWasRejected() {
    orders.store(Orders.rejected());

    assertThat(http.perform(get("/orders/" + Orders.ID)))
        .bodyJson()
        .extractingPath("$.reason")
        .isEqualTo("card_declined");
  }

  @Test
  void showsWhatWasRefunded() {
    orders.store(Orders.cancelledRefunded());

    assertThat(http.perform(get("/orders/" + Orders.ID)))
        .bodyJson()
        .extractingPath("$.refunded.amount")
        .isEqualTo("39.98");
  }

  @Test
  void answersNotModifiedForTheVersionThatTheClientHas() {
    orders.store(Orders.placed());

    assertThat(http.perform(get("/orders/" + Orders.ID).header("If-None-Match", "\"1\"")))
        .hasStatus(304);
    assertThat(http.perform(get("/orders/" + Orders.ID).header("If-None-Match", "\"0\"")))
        .hasStatus(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y", "ord_1", "x%7Bn%7D"})
  void knowsNothingOfOtherOrders(String id) {
    isProblem(http.perform(get("/orders/" + id)), 404);
    isProblem(http.perform(post("/orders/" + id + "/cancellation")), 404);
  }

  @Test
  void cancelsOnceHoweverOftenItIsAsked() {
    orders.store(Orders.confirmed());

    for (int i = 0; i < 3; i++) {
      var answer = http.perform(post("/orders/" + Orders.ID + "/cancellation"));
      assertThat(answer).hasStatus(202);
      assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo("CANCELLING");
    }
    assertThat(orders.published()).containsExactly(new OrderCancellationRequested(Orders.ID));
  }

  @Test
  void doesNotCancelARejectedOrder() {
    orders.store(Orders.rejected());

    isProblem(http.perform(post("/orders/" + Orders.ID + "/cancellation")), 409);
  }

  private MvcTestResult place(String body) {
    return http.perform(post("/orders").contentType(MediaType.APPLICATION_JSON).content(body));
  }

  private MvcTestResult placeWithKey(String key, String body) {
    return http.perform(
        post("/orders")
            .header("Idempotency-Key", key)
            .contentType(MediaType.APPLICATION_JSON)
            .content(body));
  }

  private static String bodyWithItems(int count) {
    int start = BODY.indexOf('[') + 1;
    int end = BODY.lastIndexOf(']');
    var item = BODY.substring(start, end);
    var items = Collections.nCopies(count, item);
    return BODY.substring(0, start) + String.join(",", items) + BODY.substring(end);
  }

  private static void isInvalid(MvcTestResult answer, String... pointers) {
    isProblem(answer, 400);
    assertThat(answer)
        .bodyJson()
        .extractingPath("$.errors[*].pointer")
        .asArray()
        .containsExactly((Object[]) pointers);
  }

  private static void isProblem(MvcTestResult answer, int status) {
    assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyJson().hasPath("$.type").hasPath("$.title").hasPath("$.detail");
    assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo(status);
  }
}
