package io.orderstream.notification.email;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The mail server, over connections that are kept from one mail to the next: opening one (TCP, TLS,
 * greeting, EHLO, login) takes longer than a mail does. Thread-safe.
 */
final class MailServer implements AutoCloseable {

  /** Some servers take no more over one connection. */
  static final int MAILS_PER_CONNECTION = 50;

  /** The one that was used last is used next, so that those that are not needed come to an end. */
  private final GenericObjectPool<SmtpConnection> idle;

  private final JavaMailSenderImpl settings;

  /**
   * @param connections how many are kept at most
   * @param keep how long one is kept at least that is not used; half as long again at most
   */
  MailServer(JavaMailSenderImpl settings, int connections, Duration keep) {
    this.settings = settings;
    var config = new GenericObjectPoolConfig<SmtpConnection>();
    config.setJmxEnabled(false);
    config.setMaxTotal(-1); // nobody waits for one: who calls has threads to limit it
    config.setMaxIdle(connections);
    config.setTestOnBorrow(true);
    config.setMinEvictableIdleDuration(keep);
    config.setTimeBetweenEvictionRuns(keep.dividedBy(2));
    config.setNumTestsPerEvictionRun(connections);
    this.idle = new GenericObjectPool<>(new Connections(settings), config);
  }

  /**
   * Returns when the server took the mail.
   *
   * <p>An answer that is not about the first mail of its connection may be about those before it
   * (too many of them, say), so the mail is then sent over a new one. Where there was no answer it
   * is not: it may have been taken.
   */
  void send(MimeMessage mail) throws Exception {
    var connection = idle.borrowObject();
    try {
      connection.send(mail);
      return;
    } catch (MessagingException e) {
      if (connection.mails() == 1 || SmtpAnswer.in(e).isEmpty()) {
        throw e;
      }
    } finally {
      idle.returnObject(connection); // a closed one is found out when it is next
    }
    sendAlone(mail);
  }

  private void sendAlone(MimeMessage mail) throws MessagingException {
    try (var connection = SmtpConnection.open(settings)) {
      connection.send(mail);
    }
  }

  /** What is under way is sent to its end. */
  @Override
  public void close() {
    idle.close();
  }

  private static final class Connections extends BasePooledObjectFactory<SmtpConnection> {

    private final JavaMailSenderImpl settings;

    Connections(JavaMailSenderImpl settings) {
      this.settings = settings;
    }

    @Override
    public SmtpConnection create() throws MessagingException {
      return SmtpConnection.open(settings);
    }

    @Override
    public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
      return new DefaultPooledObject<>(connection);
    }

    @Override
    public boolean validateObject(PooledObject<SmtpConnection> pooled) {
      var connection = pooled.getObject();
      return connection.mails() == 0
          || (connection.mails() < MAILS_PER_CONNECTION && connection.isOpen());
    }

    @Override
    public void destroyObject(PooledObject<SmtpConnection> pooled) {
      pooled.getObject().close();
    }
  }
}
