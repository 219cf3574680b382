package io.orderstream.stack.provider;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The stand-in provider: {@code provider --port P --ledger FILE [--host H]}.
 *
 * <p>Prints one line when it is ready, and stops cleanly at SIGTERM.
 */
public final class StandInProvider implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService requests;
  private final Ledger ledger;

  private StandInProvider(HttpServer server, ExecutorService requests, Ledger ledger) {
    this.server = server;
    this.requests = requests;
    this.ledger = ledger;
  }

  public static void main(String[] args) {
    int status = run(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Starts the provider, which then runs until SIGTERM on threads of its own.
   *
   * @return 0 if it is ready, 1 if it couldn't start, 2 if the arguments are wrong; the reason is
   *     on standard error
   */
  public static int run(String[] args) {
    try {
      var arguments = Arguments.parse(args);
      var provider = start(arguments);
      Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
      System.out.println("Provider ready on http://" + arguments.host() + ":" + provider.port());
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println("provider: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      System.err.println("provider: can't start: " + e.getMessage());
      return 1;
    }
  }

  /** Starts on the given port, or on a free one for 0. */
  static StandInProvider start(Arguments arguments) throws IOException {
    // Without it every answer on a kept-alive connection waits 40 ms for a delayed ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var ledger = openLedger(arguments);
    try {
      var server = bind(arguments);
      var requests = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(requests);
      server.createContext("/v1/", new StripeApi(new Payments(ledger, Clock.systemUTC())));
      server.createContext("/ledger", e -> Reply.send(e, new Answer(200, ledger.summary())));
      server.createContext("/health", e -> Reply.send(e, new Answer(200, "{\"status\":\"UP\"}")));
      server.start();
      return new StandInProvider(server, requests, ledger);
    } catch (IOException e) {
      ledger.close();
      throw e;
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Takes no more requests, and closes the ledger once what was written is on the disk. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    try {
      ledger.close();
    } catch (IOException e) {
      System.err.println("provider: " + e.getMessage());
    }
  }

  private static Ledger openLedger(Arguments arguments) throws IOException {
    try {
      return Ledger.open(arguments.ledger());
    } catch (IOException e) {
      throw new IOException("ledger " + arguments.ledger() + ": " + e, e);
    }
  }

  private static HttpServer bind(Arguments arguments) throws IOException {
    var address = new InetSocketAddress(arguments.host(), arguments.port());
    try {
      return HttpServer.create(address, 1024);
    } catch (IOException e) {
      throw new IOException("port " + arguments.port() + ": " + e.getMessage(), e);
    }
  }
}
