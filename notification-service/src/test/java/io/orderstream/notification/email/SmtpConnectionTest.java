package io.orderstream.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import org.junit.jupiter.api.Test;

/** How long a connection to the mail server is kept. */
class SmtpConnectionTest {

  @Test
  void takesAHundredMails() throws Exception {
    try (var server = new ScriptedServer("none", "");
        var connection = new SmtpConnection(Mails.server(server.port()))) {
      for (int n = 0; n < 100; n++) {
        connection.send(mail());
      }
      assertThat(server.came()).isEqualTo(1);

      connection.send(mail());

      assertThat(server.came()).isEqualTo(2);
    }
  }

  @Test
  void isOpenedAnewWhenTheServerGaveItUp() throws Exception {
    try (var server = new ScriptedServer("NOOP", ScriptedServer.CUT);
        var connection = new SmtpConnection(Mails.server(server.port()))) {
      connection.send(mail());
      connection.send(mail());

      assertThat(server.came()).isEqualTo(2);
    }
  }

  @Test
  void isNotUsedAgainAfterAFailure() throws Exception {
    try (var server = new ScriptedServer("RCPT", "451 4.7.1 try later");
        var connection = new SmtpConnection(Mails.server(server.port()))) {
      assertThatThrownBy(() -> connection.send(mail())).isInstanceOf(MessagingException.class);
      assertThatThrownBy(() -> connection.send(mail())).isInstanceOf(MessagingException.class);

      assertThat(server.came()).isEqualTo(2);
    }
  }

  @Test
  void endsWithTheThreadThatHasIt() throws Exception {
    try (var server = new ScriptedServer("none", "")) {
      try (var channel = Mails.channel(server.port())) {
        channel.tell(Mails.confirmed());
        assertThat(server.left()).isZero();
      }

      await().until(() -> server.left() == 1);
    }
  }

  private static OrderMail mail() throws MessagingException {
    return new OrderMail(new InternetAddress("orders@orderstream.example"), Mails.confirmed());
  }
}
