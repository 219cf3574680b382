package io.orderstream.stack.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.UUID;

/** The paths of Stripe's API that are used: who may ask, and which request means what. */
final class StripeApi implements HttpHandler {

  private static final String INTENTS = "/v1/payment_intents";
  private static final int LONGEST_KEY = 255;

  private final Payments payments;

  StripeApi(Payments payments) {
    this.payments = payments;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Reply.send(exchange, answer(exchange, body));
  }

  private Answer answer(HttpExchange exchange, String body) {
    if (!authorized(exchange.getRequestHeaders())) {
      return Answer.unauthorized();
    }
    try {
      return route(exchange, body);
    } catch (IllegalArgumentException e) {
      return Answer.invalid(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return Answer.unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Answer route(HttpExchange exchange, String body) {
    var path = exchange.getRequestURI().getPath();
    var request = exchange.getRequestMethod() + " " + path;
    if (request.equals("POST " + INTENTS)) {
      var form = Form.parse(body);
      return payments.charge(key(exchange), form.fingerprint(path), Charge.of(form));
    }
    if (request.equals("POST /v1/refunds")) {
      var form = Form.parse(body);
      var intent = form.required("payment_intent");
      return payments.refund(key(exchange), form.fingerprint(path), intent);
    }
    if (request.startsWith("GET " + INTENTS + "/")) {
      return payments.find(path.substring(INTENTS.length() + 1));
    }
    return Answer.missing("URL: " + request);
  }

  private static String key(HttpExchange exchange) {
    var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (key != null && key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("Idempotency keys have at most 255 characters");
    }
    return key == null || key.isBlank() ? UUID.randomUUID().toString() : key;
  }

  private static boolean authorized(Headers headers) {
    var header = headers.getFirst("Authorization");
    if (header == null) {
      return false;
    }
    if (header.startsWith("Basic ")) {
      return decode(header.substring("Basic ".length())).startsWith("sk_");
    }
    return header.startsWith("Bearer sk_");
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.trim()), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
