package io.orderstream.stack.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/** Which port each part of the system listens on. */
public final class Ports {

  private static final int REDIS = 16379;
  private static final int PROVIDER = 12111;
  private static final int SMTP = 11025;

  private final IntUnaryOperator choice;

  private Ports(IntUnaryOperator choice) {
    this.choice = choice;
  }

  /** The ports that the documentation names. */
  public static Ports standard() {
    return new Ports(port -> port);
  }

  /** Whichever are free, so that several systems can run side by side. */
  public static Ports free() {
    return new Ports(port -> anyFree());
  }

  /**
   * A port that nobody listens on, below those that the system gives to connections: else one of
   * them may have it when a server is killed and started again.
   */
  public static int anyFree() {
    int port;
    do {
      port = 20_000 + ThreadLocalRandom.current().nextInt(12_000);
    } while (!isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  int redis() {
    return chosen(REDIS, "Redis");
  }

  int provider() {
    return chosen(PROVIDER, "the payment provider's stand-in");
  }

  int smtp() {
    return chosen(SMTP, "the mail sink");
  }

  int http(ServiceKind kind, int instance) {
    return chosen(kind.httpPort() + 10 * instance, kind.serviceName());
  }

  int management(ServiceKind kind, int instance) {
    return chosen(kind.managementPort() + 10 * instance, kind.serviceName());
  }

  /**
   * @throws StackException when something listens there already
   */
  private int chosen(int standard, String what) {
    var port = choice.applyAsInt(standard);
    try (var socket = new ServerSocket(port)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StackException(
          "port %d is taken, and %s needs it: stop what listens there".formatted(port, what), e);
    }
  }
}
