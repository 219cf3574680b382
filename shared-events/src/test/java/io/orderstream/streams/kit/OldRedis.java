package io.orderstream.streams.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Answers as a Redis 6.2 would to what a client says first, and to nothing else. */
public final class OldRedis implements AutoCloseable {

  private static final String INFO = "# Server\r\nredis_version:6.2.14\r\n";

  private final ServerSocket server;

  public OldRedis() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("old-redis").start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
      return;
    }
  }

  private static void serve(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      for (var head = in.readLine(); head != null; head = in.readLine()) {
        var command = "";
        for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
          in.readLine();
          var word = in.readLine();
          command = command.isEmpty() ? word : command;
        }
        client.getOutputStream().write(answer(command).getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // the client is gone
      return;
    }
  }

  private static String answer(String command) {
    return switch (command.toUpperCase(Locale.ROOT)) {
      case "HELLO" -> "-ERR unknown command 'HELLO'\r\n";
      case "PING" -> "+PONG\r\n";
      case "INFO" -> "$" + INFO.length() + "\r\n" + INFO + "\r\n";
      default -> "+OK\r\n";
    };
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
