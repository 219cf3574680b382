package io.orderstream.stack.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The payment provider's ledger: what customers were really charged. */
public final class Ledger {

  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode page;

  private Ledger(JsonNode page) {
    this.page = page;
  }

  /** The ledger as it stands now. */
  public static Ledger read(URI provider) throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(provider.resolve("/ledger")).build();
      return new Ledger(JSON.readTree(http.send(request, BodyHandlers.ofString()).body()));
    } catch (IOException e) {
      throw new IllegalStateException("the payment provider's ledger can't be read", e);
    }
  }

  /** How many charges and refunds of an order came after a first one. */
  public long duplicates() {
    return page.path("doubleCharges").asLong() + page.path("doubleRefunds").asLong();
  }

  /** How often the provider charged for this order. */
  public long captures(String orderId) {
    return page.path("orders").path(orderId).path("captures").asLong();
  }

  /** How often the provider gave back what it charged for this order. */
  public long refunds(String orderId) {
    return page.path("orders").path(orderId).path("refunds").asLong();
  }

  /** How often the provider was asked to charge or give back for this order. */
  public long attempts(String orderId) {
    return page.path("orders").path(orderId).path("attempts").asLong();
  }
}
