package io.orderstream.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.notification.notify.Outcome;
import io.orderstream.notification.notify.Outcome.Refused;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mail server may answer, and whether that is for good. */
class RefusedMailTest {

  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 5.1.1 no such mailbox",
    "RCPT, 553 5.1.3 bad address",
    "RCPT, 550 5.1.10 no such mailbox here",
    "RCPT, 550 5.2.1 mailbox disabled",
    "RCPT, 550 5.4.1 recipient address rejected",
    "RCPT, 553 5.6.7 no such characters here",
    "RCPT, 550 unknown user",
    "RCPT, 501 bad address",
    "DATA, 554 5.7.1 not this one",
    "., 554 5.6.0 looks like spam",
    "., 552 5.3.4 too big"
  })
  void isOverWhenTheServerRefusesTheAddressOrTheMailForGood(String command, String answer)
      throws Exception {
    assertThat(tell(command, answer)).isEqualTo(new Refused(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 451 4.7.1 try later",
    "RCPT, 421 4.3.2 shutting down",
    "RCPT, 530 5.7.0 authentication required",
    "RCPT, 554 5.7.1 relay access denied",
    "RCPT, 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname",
    "RCPT, 550 5.7.1 client host rejected",
    "RCPT, 550 5.1.8 sender address rejected: domain not found",
    "RCPT, 553 5.1.7 bad sender's address",
    "RCPT, 552 too much for this mailbox",
    "RCPT, 554 no relaying",
    "RCPT, cut",
    "MAIL, 530 5.7.0 authentication required",
    "MAIL, 550 5.7.1 sender unknown",
    "MAIL, 451 4.3.0 try later",
    "EHLO, cut",
    "DATA, 451 4.3.0 try later",
    "DATA, cut",
    "., 452 4.3.1 disk full",
    "., cut"
  })
  void isTriedAgainAfterAllElse(String command, String answer) {
    assertThatThrownBy(() -> tell(command, answer)).isInstanceOf(NotSentException.class);
  }

  @Test
  void severalLinesSayTheSameAsOne() {
    var answer = "550-5.1.1 no such mailbox.\n550 5.1.1 Ask its owner.";

    assertThat(new SmtpAnswer(550, "RCPT TO:<ada@example.com>", answer).refusesForGood()).isTrue();
  }

  @Test
  void isTriedAgainWhenNobodyListens() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    try (var channel = Mails.channel(port)) {
      assertThatThrownBy(() -> channel.tell(Mails.confirmed()))
          .isInstanceOf(NotSentException.class)
          .hasMessageContaining("Couldn't connect to host");
    }
  }

  @Test
  void neverRepeatsTheAddressInTheReason() throws Exception {
    assertThat(tell("RCPT", "550 5.1.1 <Ada@example.com>: unknown"))
        .isEqualTo(new Refused("550 5.1.1 <…>: unknown"));
  }

  @Test
  void neverRepeatsTheAddressInWhatIsThrown() {
    assertThatThrownBy(() -> tell("RCPT", "451 4.7.1 <ada@example.com>: greylisted"))
        .satisfies(
            thrown -> {
              var trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).contains("greylisted").doesNotContain("ada@");
            });
  }

  private static Outcome tell(String command, String answer) throws Exception {
    try (var server = new ScriptedServer(command, answer);
        var channel = Mails.channel(server.port())) {
      return channel.tell(Mails.confirmed());
    }
  }
}
