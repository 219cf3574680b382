package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Range;
import io.orderstream.stack.order.OrderClient;
import io.orderstream.stack.order.Sample;
import io.orderstream.stack.order.Samples;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.watch.Ledger;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can go wrong with an order holds up that order alone, and can be seen. */
class FailuresIT {

  private static TestStack system;
  private static OrderClient client;

  @BeforeAll
  static void start() {
    system = TestStack.start(1, "--streams.retry.max=1s");
    client =
        new OrderClient(
            system.stack.services(ServiceKind.ORDER).stream().map(ServiceInstance::http).toList());
  }

  @AfterAll
  static void stop() {
    client.close();
    system.close();
  }

  @Test
  void aProviderThatFailsNowAndThenChargesOnce() throws InterruptedException {
    assertConfirmedAndChargedOnce("pm_test_flaky");
  }

  @Test
  void anAnswerThatIsLostDoesNotChargeAgain() throws InterruptedException {
    assertConfirmedAndChargedOnce("pm_test_lost_answer");
  }

  private static void assertConfirmedAndChargedOnce(String card) throws InterruptedException {
    var orders = place(new Samples(3).paidWith(card, 5));
    for (var order : orders) {
      awaitStatus(order, "CONFIRMED");
      var ledger = Ledger.read(system.stack.provider());
      assertThat(ledger.captures(order)).isOne();
      assertThat(ledger.attempts(order)).isGreaterThan(1);
    }
  }

  @Test
  void aRequestThatCanNeverSucceedIsSetAsideWithItsReasonAndTheRestGoesOn()
      throws IOException, InterruptedException {
    var samples = new ArrayList<>(new Samples(4).paidWith("pm_card_visa", 100));
    var invalid = new Samples(5).paidWith("pm_test_invalid", 1);
    samples.addAll(50, invalid);

    var orders = place(samples);

    var wrong = orders.remove(50);
    for (var order : orders) {
      awaitStatus(order, "CONFIRMED");
    }
    var letter = awaitLetter("payment-service", "order.placed.v1", wrong);
    assertThat(letter.get("subject")).isEqualTo(wrong);
    assertThat(letter.toString())
        .contains("NonRetryableException", "Stripe: The payment method can't be used");
    assertThat(client.status(wrong)).isEqualTo("PLACED");
    var management = system.stack.services(ServiceKind.PAYMENT).getFirst().management();
    assertThat(get(management.resolve("/actuator/deadletters?order=" + wrong)))
        .contains("\"order\":\"" + wrong + "\"", "Stripe: The payment method can't be used");
    assertThat(get(management.resolve("/actuator/streams")))
        .contains("\"owner\":\"payment-service-");
    replayAndDiscard(management, wrong);
  }

  /** As an operator does it. */
  private static void replayAndDiscard(URI management, String order)
      throws IOException, InterruptedException {
    var letters = management.resolve("/actuator/deadletters");
    var listed = URI.create(letters + "?order=" + order);
    var letter = letter(listed).orElseThrow();
    assertThat(get(URI.create(letters + "/" + letter.get("letter").asString())))
        .contains("\"stack\":[", "\"fields\":[{\"name\":", "\"data\":{");

    assertThat(post(letters, "repeat", "{\"order\": \"" + order + "\"}")).isEqualTo(404);
    assertThat(post(letters, "replay", "{}")).isEqualTo(400);
    assertThat(post(letters, "replay", "{\"letter\": \"none\"}")).isEqualTo(404);
    assertThat(post(letters, "replay", "{\"order\": \"" + order + "\"}")).isEqualTo(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                letter(listed)
                    .filter(is -> is.get("attempts").asInt() > letter.get("attempts").asInt())
                    .isPresent());
    assertThat(post(letters, "discard", "{\"order\": \"" + order + "\"}")).isEqualTo(200);
    assertThat(letter(listed)).isEmpty();
  }

  private static Optional<JsonNode> letter(URI listed) throws IOException, InterruptedException {
    var letters = JsonMapper.shared().readTree(get(listed)).get("letters");
    return letters.isEmpty() ? Optional.empty() : Optional.of(letters.get(0));
  }

  private static int post(URI letters, String action, String body)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(letters + "/" + action))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void filesAreRefusedAsAnyOtherTypeIs() throws IOException, InterruptedException {
    var orders = system.stack.services(ServiceKind.ORDER).getFirst().http().resolve("/orders");
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(orders)
              .header("Content-Type", "multipart/form-data")
              .POST(BodyPublishers.ofString("x"))
              .build();

      var answer = http.send(request, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(415);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
  }

  /** Nobody asks who they are, and dead letters have the customers' addresses. */
  @Test
  void otherMachinesReachNothing() throws IOException {
    var others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    Assumptions.assumeThat(others).isNotEmpty();
    for (var kind : ServiceKind.values()) {
      var service = system.stack.services(kind).getFirst();
      for (var port : List.of(service.http().getPort(), service.management().getPort())) {
        assertThatThrownBy(() -> new Socket(others.getFirst(), port).close())
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void garbageInAStreamIsSetAsideAndTheRestGoesOn() throws InterruptedException {
    var redis = system.stack.view().commands();
    var garbage = Map.of("type", "order.placed.v1", "data", "{", "note", "made by hand");
    redis.xadd("events:order:{3}", garbage);

    var orders = place(new Samples(6).paidWith("pm_card_visa", 50));

    for (var order : orders) {
      awaitStatus(order, "CONFIRMED");
    }
    for (var group : List.of("payment-service", "notification-service")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(redis.xrange("dead:" + group + ":{3}", Range.unbounded()))
                      .anySatisfy(
                          letter -> assertThat(letter.getBody()).containsAllEntriesOf(garbage)));
    }
  }

  @Test
  void lagAndPendingAreShownAndComeBackToNothing() throws InterruptedException {
    place(new Samples(7).paidWith("pm_card_visa", 300)).forEach(FailuresIT::awaitConfirmed);
    for (var kind : ServiceKind.values()) {
      var service = system.stack.services(kind).getFirst();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                var metrics = metrics(service);
                assertThat(sum(metrics, "streams_lag{")).isZero();
                assertThat(sum(metrics, "streams_pending{")).isZero();
                assertThat(sum(metrics, "streams_handled_total{")).isGreaterThanOrEqualTo(300);
                assertThat(sum(metrics, "streams_partitions_owned{")).isEqualTo(8);
              });
    }
  }

  private static void awaitConfirmed(String order) {
    awaitStatus(order, "CONFIRMED");
  }

  private static List<String> metrics(ServiceInstance service) throws Exception {
    return get(service.management().resolve("/actuator/prometheus")).lines().toList();
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static double sum(List<String> metrics, String name) {
    var values =
        metrics.stream()
            .filter(line -> line.startsWith(name))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .toArray();
    assertThat(values).as(name).isNotEmpty();
    var sum = 0.0;
    for (var value : values) {
      sum += value;
    }
    return sum;
  }

  private static List<String> place(List<Sample> samples) throws InterruptedException {
    var orders = new ArrayList<String>();
    for (var sample : samples) {
      orders.add(client.place(sample));
    }
    return orders;
  }

  private static void awaitStatus(String order, String status) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(client.status(order)).isEqualTo(status));
  }

  private static Map<String, String> awaitLetter(String group, String type, String order) {
    var redis = system.stack.view().commands();
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (var n = 0; n < 8; n++) {
                for (var letter :
                    redis.xrange("dead:" + group + ":{" + n + "}", Range.unbounded())) {
                  var body = letter.getBody();
                  if (type.equals(body.get("type")) && order.equals(body.get("subject"))) {
                    return body;
                  }
                }
              }
              return null;
            },
            letter -> letter != null);
  }
}
