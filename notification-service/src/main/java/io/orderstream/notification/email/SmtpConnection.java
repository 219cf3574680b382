package io.orderstream.notification.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * One connection to the mail server, kept from one mail to the next. For one thread.
 *
 * <p>Opening one takes longer than a mail does: TCP, TLS, greeting, EHLO, login.
 */
final class SmtpConnection implements AutoCloseable {

  /** Mail servers like to see an end of it. */
  private static final int MOST_MAILS = 100;

  private final JavaMailSenderImpl server;
  private @Nullable Transport open;
  private int mails;

  SmtpConnection(JavaMailSenderImpl server) {
    this.server = server;
  }

  /** Returns when the server took the mail. After a failure the next mail has a new connection. */
  void send(MimeMessage mail) throws MessagingException {
    var transport = transport();
    var taken = false;
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
      taken = true;
    } finally {
      if (!taken || ++mails == MOST_MAILS) {
        close();
      }
    }
  }

  /** Whether a kept one is still there the server is asked (NOOP): it may have given it up. */
  private Transport transport() throws MessagingException {
    if (open != null && open.isConnected()) {
      return open;
    }
    close();
    var protocol =
        Objects.requireNonNullElse(server.getProtocol(), JavaMailSenderImpl.DEFAULT_PROTOCOL);
    var transport = server.getSession().getTransport(protocol);
    var user = server.getUsername();
    var withLogin = user != null && !user.isEmpty(); // a placeholder may be empty
    transport.connect(
        server.getHost(),
        server.getPort(),
        withLogin ? user : null,
        withLogin ? server.getPassword() : null);
    open = transport;
    return transport;
  }

  /** What was sent is not undone, however it ends. */
  @Override
  public void close() {
    var transport = open;
    open = null;
    mails = 0;
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (MessagingException e) {
      // the farewell was not heard
    }
  }
}
