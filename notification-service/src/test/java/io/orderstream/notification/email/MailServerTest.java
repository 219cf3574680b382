package io.orderstream.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a connection to the mail server is kept, and what is done where it is at its end. */
class MailServerTest {

  private static final Duration KEEP = Duration.ofMinutes(1);

  @Test
  void takesFiftyMailsOverOneConnection() throws Exception {
    try (var scripted = new ScriptedServer("none", "");
        var server = server(scripted, KEEP)) {
      for (int n = 0; n < MailServer.MAILS_PER_CONNECTION; n++) {
        server.send(mail());
      }
      assertThat(scripted.came()).isEqualTo(1);

      server.send(mail());

      assertThat(scripted.came()).isEqualTo(2);
    }
  }

  @Test
  void isConnectedToAnewAfterItGaveUpAConnection() throws Exception {
    try (var scripted = new ScriptedServer("NOOP", ScriptedServer.CUT);
        var server = server(scripted, KEEP)) {
      server.send(mail());
      server.send(mail());

      assertThat(scripted.came()).isEqualTo(2);
    }
  }

  @Test
  void isConnectedToAnewAfterAFailure() throws Exception {
    try (var scripted = new ScriptedServer("RCPT", "451 4.7.1 try later");
        var server = server(scripted, KEEP)) {
      assertThatThrownBy(() -> server.send(mail())).isInstanceOf(MessagingException.class);
      assertThatThrownBy(() -> server.send(mail())).isInstanceOf(MessagingException.class);

      assertThat(scripted.came()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 421 4.7.0 too many mails on this connection",
    "RCPT, 550 5.7.0 too many mails on this connection"
  })
  void isAskedAgainOverANewConnectionWhatItRefusedOverAnOldOne(String command, String answer)
      throws Exception {
    try (var scripted = new ScriptedServer(command, answer, 2);
        var server = server(scripted, KEEP)) {
      server.send(mail());
      server.send(mail());

      assertThat(scripted.came()).isEqualTo(2);
    }
  }

  @Test
  void isGivenNoMailAgainThatItMayHaveTaken() throws Exception {
    try (var scripted = new ScriptedServer(".", ScriptedServer.CUT, 2);
        var server = server(scripted, KEEP)) {
      server.send(mail());
      assertThatThrownBy(() -> server.send(mail())).isInstanceOf(MessagingException.class);

      assertThat(scripted.came()).isEqualTo(1);
    }
  }

  @Test
  void keepsNoConnectionThatIsNotUsed() throws Exception {
    try (var scripted = new ScriptedServer("none", "");
        var server = server(scripted, Duration.ofMillis(100))) {
      server.send(mail());

      await().until(() -> scripted.left() == 1);
    }
  }

  @Test
  void seesOneConnectionWhereMailsComeOneAfterAnother() throws Exception {
    try (var scripted = new ScriptedServer("none", "")) {
      try (var channel = Mails.channel(scripted.port())) {
        channel.tell(Mails.confirmed());
        channel.tell(Mails.confirmed());

        assertThat(scripted.came()).isEqualTo(1);
        assertThat(scripted.left()).isZero();
      }

      await().until(() -> scripted.left() == 1);
    }
  }

  /** The name in {@code spring.mail.username}, or in JavaMail's own property. */
  @ParameterizedTest
  @CsvSource({"shop,", ", shop"})
  void isToldWhoSends(@Nullable String username, @Nullable String property) throws Exception {
    sendAs(username, property, "secret");

    assertThatThrownBy(() -> sendAs(username, property, "wrong"))
        .isInstanceOf(AuthenticationFailedException.class);
  }

  private static void sendAs(@Nullable String username, @Nullable String property, String password)
      throws Exception {
    var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.setUser("shop@example.com", "shop", "secret");
    mails.start();
    try {
      var settings = Mails.server(mails.getSmtp().getPort());
      settings.setUsername(username);
      settings.setPassword(password);
      settings.getJavaMailProperties().setProperty("mail.smtp.auth", "true");
      if (property != null) {
        settings.getJavaMailProperties().setProperty("mail.smtp.user", property);
      }
      try (var server = new MailServer(settings, 1, KEEP)) {
        server.send(mail());
      }
    } finally {
      mails.stop();
    }
  }

  @Test
  void isToldNobodyWhereThePlaceholdersAreEmpty() throws Exception {
    try (var scripted = new ScriptedServer("EHLO", "250-here\r\n250 AUTH PLAIN")) {
      var settings = Mails.server(scripted.port());
      settings.setUsername("");
      settings.setPassword("");
      try (var server = new MailServer(settings, 1, KEEP)) {
        server.send(mail());
      }
    }
  }

  private static MailServer server(ScriptedServer scripted, Duration keep) {
    return new MailServer(Mails.server(scripted.port()), 16, keep);
  }

  private static OrderMail mail() throws MessagingException {
    return new OrderMail(new InternetAddress("orders@orderstream.example"), Mails.confirmed());
  }
}
