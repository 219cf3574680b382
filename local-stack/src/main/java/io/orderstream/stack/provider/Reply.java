package io.orderstream.stack.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Puts an answer on the wire, or cuts the wire. */
final class Reply {

  private Reply() {}

  static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      if (answer.lost()) {
        return;
      }
      var body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (answer.replayed()) {
        exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
      }
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
