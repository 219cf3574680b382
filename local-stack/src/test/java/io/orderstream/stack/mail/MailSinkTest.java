package io.orderstream.stack.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailSinkTest {

  private final MailSink sink = MailSink.start(0);

  @AfterEach
  void stop() {
    sink.close();
  }

  @Test
  void countsAMailByOrderAndKind() throws MessagingException {
    send(mail("ord_1", "CONFIRMED", "<1@test>"), mail("ord_1", "CANCELLED", "<2@test>"));

    assertThat(sink.counts()).isEqualTo(new Counts(2, 0, 0));
    assertThat(sink.notified("ord_1", "CONFIRMED")).isTrue();
    assertThat(sink.notified("ord_1", "REJECTED")).isFalse();
    assertThat(sink.notified("ord_2", "CONFIRMED")).isFalse();
  }

  @Test
  void tellsAResentMailFromADuplicate() throws MessagingException {
    send(
        mail("ord_1", "CONFIRMED", "<1@test>"),
        mail("ord_1", "CONFIRMED", "<1@test>"),
        mail("ord_1", "CONFIRMED", "<other@test>"));

    assertThat(sink.counts()).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void countsAMailToSeveralRecipientsOnce() throws MessagingException {
    var mail = mail("ord_1", "CONFIRMED", "<1@test>");
    mail.addRecipients(RecipientType.CC, "b@example.org,c@example.org");

    send(mail);

    assertThat(sink.counts()).isEqualTo(new Counts(1, 0, 0));
  }

  @Test
  void takesThousandsOverSeveralConnectionsAndKeepsNone() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var senders = IntStream.range(0, 8).mapToObj(this::sender).toList();
      for (var sent : threads.invokeAll(senders)) {
        sent.get();
      }
    }

    assertThat(sink.counts()).isEqualTo(new Counts(4000, 0, 0));
    assertThat(sink.keptMails()).isZero();
  }

  @Test
  void saysThatThePortIsTaken() {
    int port = sink.port();

    assertThatThrownBy(() -> MailSink.start(port))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("port " + port);
  }

  private Callable<Integer> sender(int number) {
    return () -> {
      var mails = new MimeMessage[500];
      for (int i = 0; i < mails.length; i++) {
        var order = "ord_" + number + "_" + i;
        mails[i] = mail(order, "CONFIRMED", "<" + order + "@test>");
      }
      send(mails);
      return mails.length;
    };
  }

  private void send(MimeMessage... mails) throws MessagingException {
    try (Transport transport = session().getTransport("smtp")) {
      transport.connect();
      for (var mail : mails) {
        transport.sendMessage(mail, mail.getAllRecipients());
      }
    }
  }

  private static MimeMessage mail(String order, String kind, String id) throws MessagingException {
    var mail = new MimeMessage(Session.getInstance(new Properties()));
    mail.setFrom("shop@example.org");
    mail.setRecipients(RecipientType.TO, "a@example.org");
    mail.setSubject("Your order");
    mail.setText("Thank you");
    mail.saveChanges();
    mail.setHeader("X-Orderstream-Order", order);
    mail.setHeader("X-Orderstream-Kind", kind);
    mail.setHeader("Message-ID", id);
    return mail;
  }

  private Session session() {
    var properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", String.valueOf(sink.port()));
    return Session.getInstance(properties);
  }
}
