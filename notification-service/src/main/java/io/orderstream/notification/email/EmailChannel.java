package io.orderstream.notification.email;

import io.orderstream.events.EmailAddress;
import io.orderstream.notification.notify.Notification;
import io.orderstream.notification.notify.NotificationChannel;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Tells customers over SMTP. */
@Component
@EnableConfigurationProperties(EmailSettings.class)
final class EmailChannel implements NotificationChannel {

  private final JavaMailSender sender;
  private final String from;

  EmailChannel(JavaMailSender sender, EmailSettings settings) {
    this.sender = sender;
    this.from = settings.from();
  }

  @Override
  public Result send(EmailAddress to, Notification notification) throws MessagingException {
    var mail = mail(to, notification);
    try {
      sender.send(mail);
      return new Result.Sent();
    } catch (MailException e) {
      var refusal = Refusal.in(e);
      if (refusal == null) {
        throw e;
      }
      return new Result.Refused(refusal);
    }
  }

  private MimeMessage mail(EmailAddress to, Notification notification) throws MessagingException {
    var mail = new WithMessageId(notification.messageId());
    mail.setFrom(new InternetAddress(from, true));
    mail.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to.value(), true));
    mail.setSubject(notification.title(), StandardCharsets.UTF_8.name());
    mail.setText(notification.text(), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(notification.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Orderstream-Order", notification.orderId().value());
    mail.setHeader("X-Orderstream-Kind", notification.kind().name());
    return mail;
  }

  /** Left to itself, JavaMail gives every mail a Message-ID of its own when it is sent. */
  private static final class WithMessageId extends MimeMessage {

    private static final Session SESSION = Session.getInstance(new Properties());

    private final String messageId;

    WithMessageId(String messageId) {
      super(SESSION);
      this.messageId = messageId;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", messageId);
    }
  }
}
