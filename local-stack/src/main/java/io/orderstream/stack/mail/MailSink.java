package io.orderstream.stack.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on GreenMail that takes every mail, keeps none, and counts what it was handed by
 * order and kind, as their {@code X-Orderstream-} headers name them.
 */
public final class MailSink implements AutoCloseable {

  private static final int DEFAULT_PORT = 1025;

  /**
   * What was handed over so far.
   *
   * @param distinct mails of different orders or kinds
   * @param resent mails whose Message-ID had come before
   * @param duplicates mails of an order and kind that had come before under another Message-ID
   */
  public record Counts(long distinct, long resent, long duplicates) {}

  private record Subject(@Nullable String order, @Nullable String kind) {}

  private final GreenMail server;
  private final Map<Subject, Set<String>> messageIds = new ConcurrentHashMap<>();
  private final AtomicLong resent = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();

  private MailSink(GreenMail server) {
    this.server = server;
  }

  /**
   * Listens on this machine only.
   *
   * @throws IllegalStateException when the port is taken
   */
  public static MailSink start(int port) {
    return start("127.0.0.1", port);
  }

  private static MailSink start(String host, int port) {
    var setup = new ServerSetup(port, host, ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(10_000);
    var server = new GreenMail(setup);
    var sink = new MailSink(server);
    server.start();
    server
        .getUserManager()
        .setMessageDeliveryHandler(
            (mail, to) -> {
              sink.take(mail);
              return new Nobody(to.getEmail());
            });
    return sink;
  }

  /**
   * {@code mail-sink --port P}: runs alone, on all addresses, and prints each count that changed.
   */
  public static void main(String[] args) throws InterruptedException {
    var at = Arrays.asList(args).indexOf("--port");
    var port = at < 0 ? DEFAULT_PORT : Integer.parseInt(args[at + 1]);
    var sink = start("0.0.0.0", port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(sink.counts())));
    System.out.println("taking mails on port " + port);
    new CountDownLatch(1).await();
  }

  private void take(MovingMessage mail) throws MessagingException {
    var message = mail.getMessage();
    var subject =
        new Subject(header(message, "X-Orderstream-Order"), header(message, "X-Orderstream-Kind"));
    var ids = messageIds.computeIfAbsent(subject, order -> ConcurrentHashMap.newKeySet());
    synchronized (ids) {
      if (!ids.add(String.valueOf(message.getMessageID()))) {
        resent.incrementAndGet();
      } else if (ids.size() > 1) {
        duplicates.incrementAndGet();
      }
    }
  }

  private static @Nullable String header(MimeMessage message, String name)
      throws MessagingException {
    return message.getHeader(name, null);
  }

  public int port() {
    return server.getSmtp().getPort();
  }

  public Counts counts() {
    return new Counts(messageIds.size(), resent.get(), duplicates.get());
  }

  /** Whether the mail of this kind came for this order. */
  public boolean notified(String orderId, String kind) {
    return messageIds.containsKey(new Subject(orderId, kind));
  }

  @Override
  public void close() {
    server.stop();
  }
}
