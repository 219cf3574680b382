package io.orderstream.stack.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * Stands in for Stripe, for demos and tests: payment intents and refunds with idempotency keys, and
 * its errors' shapes. What it did stands in a ledger on disk, so that a double charge is seen
 * whatever is killed; {@code GET /ledger} shows it.
 */
public final class StandInProvider implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final Books books;
  private final Till till;

  private StandInProvider(HttpServer server, Books books) {
    this.server = server;
    this.books = books;
    this.till = new Till(books);
  }

  /**
   * @param ledger a file, made when there is none, read when there is
   * @throws IOException when the port is taken or the ledger can't be written
   */
  public static StandInProvider start(String host, int port, Path ledger) throws IOException {
    // the server reads these once; without them, small answers wait for a TCP acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    var server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    var provider = new StandInProvider(server, new Books(ledger));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", provider::handle);
    server.start();
    return provider;
  }

  /** {@code provider [--host H] --port P --ledger FILE}. */
  public static void main(String[] args) {
    var options = Arrays.asList(args);
    var host = option(options, "--host", "127.0.0.1");
    var port = option(options, "--port", "12111");
    try {
      var ledger = Path.of(option(options, "--ledger", "ledger.jsonl"));
      start(host, Integer.parseInt(port), ledger);
      System.out.println("payment provider's stand-in on port " + port + ", ledger in " + ledger);
    } catch (IOException | NumberFormatException e) {
      System.err.println("provider: can't start on port " + port + ": " + e.getMessage());
      System.exit(1);
    }
  }

  private static String option(List<String> options, String name, String otherwise) {
    var at = options.indexOf(name);
    return at < 0 || at + 1 >= options.size() ? otherwise : options.get(at + 1);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var outcome = answer(exchange, form(body));
      if (!outcome.lost()) {
        send(exchange, outcome);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Till.Outcome answer(HttpExchange exchange, Map<String, String> form)
      throws InterruptedException {
    var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    var once = key == null ? UUID.randomUUID().toString() : key;
    var call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    return switch (call) {
      case "GET /health" -> plain(Answer.ok(Answer.JSON.createObjectNode().put("status", "UP")));
      case "GET /ledger" -> plain(Answer.ok(books.page()));
      case "POST /v1/payment_intents" ->
          isAuthorized(exchange) ? till.charge(once, form) : plain(Answer.unauthorized());
      case "POST /v1/refunds" ->
          isAuthorized(exchange) ? till.refund(once, form) : plain(Answer.unauthorized());
      default -> plain(Answer.missing("There is nothing at " + call));
    };
  }

  private static Till.Outcome plain(Answer answer) {
    return new Till.Outcome(answer, false, false);
  }

  private static boolean isAuthorized(HttpExchange exchange) {
    var given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null && given.startsWith("Bearer sk_");
  }

  private static void send(HttpExchange exchange, Till.Outcome outcome) throws IOException {
    var bytes = outcome.answer().body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Request-Id", "req_" + UUID.randomUUID());
    if (outcome.replayed()) {
      exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
    }
    exchange.sendResponseHeaders(outcome.answer().status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> form(String body) {
    var form = new TreeMap<String, String>();
    for (var pair : body.split("&", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(decoded(parts[0]), decoded(parts[1]));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    books.close();
  }
}
