package io.orderstream.notification.email;

import io.orderstream.events.EmailAddress;
import io.orderstream.notification.notify.Notice;
import io.orderstream.notification.notify.NotificationChannel;
import io.orderstream.notification.notify.Outcome;
import io.orderstream.notification.notify.Outcome.Refused;
import io.orderstream.notification.notify.Outcome.Sent;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.util.StreamProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** E-mail over SMTP. */
@Component
@EnableConfigurationProperties(EmailProperties.class)
final class EmailChannel implements NotificationChannel, AutoCloseable {

  /** Also how many connections the mail server sees from one instance, at most. */
  private static final int MAILS_AT_ONCE = 16;

  private static final int LONGEST_REASON = 300;

  /** A connection that is not used for so long is closed. */
  private static final Duration KEEP = Duration.ofSeconds(10);

  static { // else JavaMail looks for it in every jar with every mail
    System.getProperties()
        .putIfAbsent(StreamProvider.class.getName(), MailStreamProvider.class.getName());
  }

  private final EmailProperties properties;
  private final MailServer server;

  /** JavaMail waits for the server under a lock, which would hold up virtual threads on Java 21. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          MAILS_AT_ONCE, Thread.ofPlatform().daemon().name("mail-", 1).factory());

  EmailChannel(JavaMailSenderImpl settings, EmailProperties properties) {
    this.properties = properties;
    this.server = new MailServer(settings, MAILS_AT_ONCE, KEEP);
  }

  @Override
  public Outcome tell(Notice notice) throws MessagingException, InterruptedException {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(notice.customer().value())) {
      return new Refused("an address with letters outside ASCII can't be mailed to");
    }
    try {
      return send(new OrderMail(properties.sender(), notice), notice);
    } catch (AddressException invalid) {
      return new Refused("the address is not valid");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.close();
  }

  private Outcome send(OrderMail mail, Notice notice) throws InterruptedException {
    try {
      threads
          .submit(
              () -> {
                server.send(mail);
                return mail;
              })
          .get();
      return new Sent(mail.messageId());
    } catch (ExecutionException failed) {
      return refusedOrThrown(Objects.requireNonNull(failed.getCause()), notice);
    }
  }

  private static Outcome refusedOrThrown(Throwable cause, Notice notice) {
    var text = withoutAddress(cause, notice.customer());
    if (SmtpAnswer.in(cause).filter(SmtpAnswer::refusesForGood).isPresent()) {
      return new Refused(text);
    }
    throw new NotSentException(text);
  }

  /** Mail servers like to repeat the address, which is nobody's business here. */
  private static String withoutAddress(Throwable cause, EmailAddress address) {
    var text = SmtpAnswer.in(cause).map(SmtpAnswer::text).orElse(cause.toString());
    var clean =
        Pattern.compile(Pattern.quote(address.value()), Pattern.CASE_INSENSITIVE)
            .matcher(text)
            .replaceAll("…")
            .replaceAll("\\s+", " ")
            .strip();
    return clean.substring(0, Math.min(clean.length(), LONGEST_REASON));
  }
}
