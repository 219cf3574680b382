package io.orderstream.notification.email;

import io.orderstream.events.EmailAddress;
import io.orderstream.notification.notify.Notice;
import io.orderstream.notification.notify.NotificationChannel;
import io.orderstream.notification.notify.Outcome;
import io.orderstream.notification.notify.Outcome.Refused;
import io.orderstream.notification.notify.Outcome.Sent;
import io.orderstream.streams.NonRetryableException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** E-mail over SMTP. */
@Component
@EnableConfigurationProperties(EmailProperties.class)
final class EmailChannel implements NotificationChannel, AutoCloseable {

  /** Also how many connections the mail server sees at most from one instance. */
  private static final int MAILS_AT_ONCE = 16;

  private static final int LONGEST_REASON = 300;

  private final JavaMailSender smtp;
  private final EmailProperties properties;

  /** JavaMail waits for the server under a lock, which would hold up virtual threads on Java 21. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          MAILS_AT_ONCE, Thread.ofPlatform().daemon().name("mail-", 1).factory());

  EmailChannel(JavaMailSender smtp, EmailProperties properties) {
    this.smtp = smtp;
    this.properties = properties;
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
    } catch (IllegalArgumentException invalid) {
      throw new NonRetryableException(String.valueOf(invalid.getMessage()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Outcome send(OrderMail mail, Notice notice) throws InterruptedException {
    try {
      threads.submit(() -> smtp.send(mail)).get();
      return new Sent(mail.messageId());
    } catch (ExecutionException failed) {
      return refusedOrThrown(behind(failed), notice);
    }
  }

  private static Outcome refusedOrThrown(Throwable failure, Notice notice) {
    var cause = failure instanceof MailException ? behind(failure) : failure;
    var text = withoutAddress(cause, notice.customer());
    if (SmtpAnswer.in(cause).filter(SmtpAnswer::refusesForGood).isPresent()) {
      return new Refused(text);
    }
    throw new NotSentException(text);
  }

  /** What Spring, or the thread, wrapped. */
  private static Throwable behind(Throwable failure) {
    if (failure instanceof MailSendException send && send.getMessageExceptions().length > 0) {
      return send.getMessageExceptions()[0];
    }
    return Objects.requireNonNullElse(failure.getCause(), failure);
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
