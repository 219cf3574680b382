package io.orderstream.notification.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Objects;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** An open connection to the mail server; for one mail after another. */
final class SmtpConnection implements AutoCloseable {

  private final Transport transport;
  private int mails;

  private SmtpConnection(Transport transport) {
    this.transport = transport;
  }

  /** Opens one, as {@link JavaMailSenderImpl} does it for each mail. */
  static SmtpConnection open(JavaMailSenderImpl server) throws MessagingException {
    var session = server.getSession();
    var usual =
        Objects.requireNonNullElse(
            session.getProperty("mail.transport.protocol"), JavaMailSenderImpl.DEFAULT_PROTOCOL);
    var transport = session.getTransport(Objects.requireNonNullElse(server.getProtocol(), usual));
    var user = server.getUsername();
    var password = server.getPassword();
    if ("".equals(user)) { // a placeholder that stands for nothing
      user = null;
      password = "".equals(password) ? null : password;
    }
    transport.connect(server.getHost(), server.getPort(), user, password);
    return new SmtpConnection(transport);
  }

  /** Returns when the server took the mail. After a failure the connection is closed. */
  void send(MimeMessage mail) throws MessagingException {
    mails++;
    var taken = false;
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
      taken = true;
    } finally {
      if (!taken) {
        close();
      }
    }
  }

  /** How many mails it was given. */
  int mails() {
    return mails;
  }

  /** Asks the server, which may have given it up (NOOP). */
  boolean isOpen() {
    return transport.isConnected();
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (MessagingException e) {
      // the farewell was not heard; what the server took it has
    }
  }
}
