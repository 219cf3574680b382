package io.orderstream.notification.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A mail server that answers one of SMTP's commands as it is told, or not at all. */
final class ScriptedServer implements AutoCloseable {

  /** In place of an answer: the connection is cut. */
  static final String CUT = "cut";

  private static final Map<String, String> ANSWERS =
      Map.of("DATA", "354 go on", ".", "250 taken", "QUIT", "221 bye");

  private final ServerSocket socket;
  private final String command;
  private final String answer;
  private final int time;
  private final AtomicInteger came = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();

  /**
   * @param command the start of a line that the client sends; {@code .} ends a mail
   * @param answer what it gets
   */
  ScriptedServer(String command, String answer) throws IOException {
    this(command, answer, 1);
  }

  /**
   * @param time the how manieth such command of a connection gets it, and those after; from 1
   */
  ScriptedServer(String command, String answer, int time) throws IOException {
    this.time = time;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.command = command;
    this.answer = answer;
    Thread.ofPlatform().daemon().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many connections there were. */
  int came() {
    return came.get();
  }

  /** How many of them ended. */
  int left() {
    return left.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var client = socket.accept()) {
        came.incrementAndGet();
        try {
          talk(client);
        } finally {
          left.incrementAndGet();
        }
      } catch (IOException closed) {
        // the next client, or the end
      }
    }
  }

  private void talk(Socket client) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    say(client, "220 here");
    boolean inMail = false;
    int times = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!inMail || line.equals(".")) {
        times += line.startsWith(command) ? 1 : 0;
        String answer = answerTo(line, times);
        if (answer == null) {
          return;
        }
        say(client, answer);
        inMail = answer.startsWith("354");
      }
    }
  }

  private @Nullable String answerTo(String line, int times) {
    if (line.startsWith(command) && times >= time) {
      return answer.equals(CUT) ? null : answer;
    }
    return ANSWERS.getOrDefault(line, "250 fine");
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
