package io.orderstream.notification.email;

import io.orderstream.events.EmailAddress;
import io.orderstream.notification.Orders;
import io.orderstream.notification.notify.News;
import io.orderstream.notification.notify.Notice;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Notices and a channel to send them by, for tests. */
final class Mails {

  private Mails() {}

  static EmailChannel channel(int port) {
    return new EmailChannel(
        server(port), new EmailProperties("Örder <orders@orderstream.example>"));
  }

  static JavaMailSenderImpl server(int port) {
    var smtp = new JavaMailSenderImpl();
    smtp.setHost("127.0.0.1");
    smtp.setPort(port);
    smtp.getJavaMailProperties().setProperty("mail.smtp.connectiontimeout", "5000");
    smtp.getJavaMailProperties().setProperty("mail.smtp.timeout", "5000");
    smtp.getJavaMailProperties().setProperty("mail.smtp.quitwait", "false");
    return smtp;
  }

  static Notice confirmed() {
    return notice("e-1", new News.Confirmed());
  }

  static Notice notice(String eventId, News news) {
    return new Notice(eventId, Orders.ID, Orders.ADA, news, Orders.AT);
  }

  static Notice to(String address) {
    return new Notice("e-1", Orders.ID, new EmailAddress(address), new News.Confirmed(), Orders.AT);
  }
}
