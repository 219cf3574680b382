package io.orderstream.stack.mail;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;

/**
 * An SMTP server on 127.0.0.1 that takes every mail and only counts it, by the headers {@code
 * X-Orderstream-Order}, {@code X-Orderstream-Kind} and {@code Message-ID}. Thread-safe.
 */
public final class MailSink implements AutoCloseable {

  private final GreenMail server;
  private final MailCounter counter = new MailCounter();

  private MailSink(GreenMail server) {
    this.server = server;
  }

  /**
   * Starts a sink.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException if the port is taken
   */
  public static MailSink start(int port) {
    var sink = new MailSink(new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp")));
    sink.server.getUserManager().setMessageDeliveryHandler(sink::count);
    try {
      sink.server.start();
      return sink;
    } catch (RuntimeException e) {
      sink.close();
      throw new IllegalStateException("The mail sink can't listen on port " + port, e);
    }
  }

  public int port() {
    return server.getSmtp().getPort();
  }

  public Counts counts() {
    return counter.counts();
  }

  /** Whether the order's mail of this kind has come at least once. */
  public boolean notified(String orderId, String kind) {
    return counter.has(orderId, kind);
  }

  int keptMails() {
    return server.getReceivedMessages().length;
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Called per recipient; the mail is counted for its first one only. */
  private GreenMailUser count(MovingMessage mail, MailAddress recipient) throws MessagingException {
    if (recipient.equals(mail.getToAddresses().iterator().next())) {
      counter.add(mail.getMessage());
    }
    return new NoMailbox(recipient.getEmail());
  }
}
