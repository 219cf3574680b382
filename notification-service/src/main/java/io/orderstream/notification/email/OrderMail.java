package io.orderstream.notification.email;

import io.orderstream.notification.notify.Notice;
import io.orderstream.streams.NonRetryableException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.regex.Pattern;

/** The e-mail of a notice: the same notice gives the same mail, down to its Message-ID. */
final class OrderMail extends MimeMessage {

  /** The event id comes from a stream, so it is checked before it goes into a header. */
  private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final String messageId;

  /**
   * @throws NonRetryableException when the event's id can't be a Message-ID
   * @throws jakarta.mail.internet.AddressException when the customer's address can't be mailed to
   */
  OrderMail(InternetAddress sender, Notice notice) throws MessagingException {
    super((Session) null);
    messageId = messageId(notice.eventId());
    setFrom(sender);
    setRecipient(RecipientType.TO, new InternetAddress(notice.customer().value(), true));
    setSentDate(Date.from(notice.at()));
    setHeader("X-Orderstream-Order", notice.orderId().value());
    setHeader("X-Orderstream-Kind", notice.news().kind().name());
    setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no vacation notes, please
    var text = MailText.of(notice.orderId(), notice.news());
    setSubject(text.subject(), StandardCharsets.UTF_8.name());
    setText(text.body(), StandardCharsets.UTF_8.name());
    saveChanges();
  }

  String messageId() {
    return messageId;
  }

  /** JavaMail would make up a new one each time. */
  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }

  private static String messageId(String eventId) {
    if (!EVENT_ID.matcher(eventId).matches()) {
      throw new NonRetryableException("the event's id can't be a Message-ID");
    }
    return "<" + eventId + "@orderstream>";
  }
}
