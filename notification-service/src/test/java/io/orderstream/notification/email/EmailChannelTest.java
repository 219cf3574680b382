package io.orderstream.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.orderstream.notification.Orders;
import io.orderstream.notification.notify.News;
import io.orderstream.notification.notify.Notice;
import io.orderstream.notification.notify.Outcome.Refused;
import io.orderstream.notification.notify.Outcome.Sent;
import io.orderstream.streams.NonRetryableException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailChannelTest {

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private EmailChannel channel;

  @BeforeEach
  void starts() {
    server.start();
    channel = Mails.channel(server.getSmtp().getPort());
  }

  @AfterEach
  void stops() {
    channel.close();
    server.stop();
  }

  @Test
  void sendsAMailWithAllThatARobotsMailNeeds() throws Exception {
    assertThat(channel.tell(Mails.confirmed())).isEqualTo(new Sent("<e-1@orderstream>"));

    var mail = onlyMail();
    assertThat(mail.getHeader("Message-ID")).containsExactly("<e-1@orderstream>");
    assertThat(mail.getHeader("X-Orderstream-Order")).containsExactly(Orders.ID.value());
    assertThat(mail.getHeader("X-Orderstream-Kind")).containsExactly("CONFIRMED");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getSentDate()).isEqualTo(Date.from(Orders.AT));
    assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(mail.getSubject()).isEqualTo("Your order " + Orders.ID + " is confirmed");
  }

  @Test
  void namesSenderAndCustomer() throws Exception {
    channel.tell(Mails.confirmed());

    var from = (InternetAddress) onlyMail().getFrom()[0];
    assertThat(from.getPersonal()).isEqualTo("Örder");
    assertThat(from.getAddress()).isEqualTo("orders@orderstream.example");
    assertThat(onlyMail().getRecipients(RecipientType.TO))
        .containsExactly(new InternetAddress("ada@example.com"));
  }

  @Test
  void givesTheMailOfOneEventTheSameMessageIdEachTime() throws Exception {
    var first = channel.tell(Mails.confirmed());
    var second = channel.tell(Mails.confirmed());

    assertThat(second).isEqualTo(first);
    assertThat(server.getReceivedMessages())
        .extracting(MimeMessage::getMessageID)
        .containsExactly("<e-1@orderstream>", "<e-1@orderstream>");
  }

  @Test
  void saysWhatWasReceived() throws Exception {
    assertThat(bodyOf(new News.Received(Orders.TOTAL))).contains("39.98 EUR");
  }

  @Test
  void namesTheRefundOfACancelledOrder() throws Exception {
    assertThat(bodyOf(new News.Cancelled(Money.parse("JPY 1200"))))
        .contains("1200 JPY were refunded");
  }

  @Test
  void namesNoRefundWhereNothingWasPaid() throws Exception {
    assertThat(bodyOf(new News.Cancelled(null)))
        .contains("Nothing was charged")
        .doesNotContain("refunded", "null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insufficient_funds | There was not enough money",
        "expired_card | The card has expired.",
        "do_not_honor | The payment was declined;"
      })
  void saysInTheCustomersWordsWhyAnOrderWasRejected(String reason, String words) throws Exception {
    assertThat(bodyOf(new News.Rejected(reason))).contains(words).doesNotContain(reason);
  }

  @Test
  void keepsWhatComesFromOutsideOutOfTheHeaders() throws Exception {
    channel.tell(Mails.notice("e-1", new News.Rejected("x\r\nBcc: eve@example.com\r\n\r\nhi")));

    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(onlyMail().getHeader("Bcc")).isNull();
    assertThat(onlyMail().getContent().toString()).doesNotContain("eve@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"e\r\nBcc: eve@example.com", "e>", "e@f", "", "é"})
  void setsAsideAnEventWhoseIdCannotBeAMessageId(String eventId) {
    assertThatThrownBy(() -> channel.tell(Mails.notice(eventId, new News.Confirmed())))
        .isInstanceOf(NonRetryableException.class)
        .hasMessage("the event's id can't be a Message-ID");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  /** JavaMail would send the last one to Ada. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ada..l@example.com", "ada@-.", "jürgen@example.com", "\u0161da@example.com"})
  void refusesAnAddressThatCannotBeMailedTo(String address) throws Exception {
    assertThat(channel.tell(Mails.to(address)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).doesNotContain(address));
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void sendsManyAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 50)
          .mapToObj(n -> notice(n))
          .forEach(notice -> threads.submit(() -> channel.tell(notice)));
    }

    assertThat(server.getReceivedMessages())
        .extracting(MimeMessage::getMessageID)
        .doesNotHaveDuplicates()
        .hasSize(50);
  }

  private static Notice notice(int number) {
    return Mails.notice("e-" + number, new News.Confirmed());
  }

  private String bodyOf(News news) throws Exception {
    channel.tell(Mails.notice("e-1", news));
    return onlyMail().getContent().toString();
  }

  private MimeMessage onlyMail() {
    assertThat(server.getReceivedMessages()).hasSize(1);
    return server.getReceivedMessages()[0];
  }
}
