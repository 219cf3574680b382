package io.orderstream.stack.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/** Talks to the provider as a bare HTTP client would. */
record ProviderClient(int port, HttpClient http) {

  ProviderClient(StandInProvider provider) {
    this(provider.port(), HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  HttpResponse<String> charge(String key, String order, String paymentMethod) {
    return post("/v1/payment_intents", key, chargeForm(order, paymentMethod));
  }

  HttpResponse<String> refund(String key, String intent) {
    return post("/v1/refunds", key, "payment_intent=" + intent);
  }

  HttpResponse<String> post(String path, String key, String form) {
    return send(
        request(path)
            .header("Authorization", "Bearer sk_test_1")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  HttpResponse<String> get(String path) {
    return send(request(path).header("Authorization", "Bearer sk_test_1").build());
  }

  HttpResponse<String> chargeWithoutApiKey() {
    var form = BodyPublishers.ofString(chargeForm("ord_1", "pm_card_visa"));
    return send(request("/v1/payment_intents").POST(form).build());
  }

  JsonNode ledger() {
    return json(get("/ledger"));
  }

  static JsonNode json(HttpResponse<String> response) {
    return StripeJson.MAPPER.readTree(response.body());
  }

  static String chargeForm(String order, String paymentMethod) {
    return "amount=1999&currency=eur&confirm=true&metadata%5Border_id%5D="
        + order
        + "&payment_method="
        + paymentMethod;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
