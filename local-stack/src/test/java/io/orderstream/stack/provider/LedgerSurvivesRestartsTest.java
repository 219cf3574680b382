package io.orderstream.stack.provider;

import static io.orderstream.stack.provider.ProviderClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerSurvivesRestartsTest {

  @TempDir Path directory;
  private Path ledger;
  private StandInProvider provider;
  private ProviderClient client;

  @BeforeEach
  void start() throws IOException {
    ledger = directory.resolve("ledger");
    provider = StandInProvider.start(new Arguments("127.0.0.1", 0, ledger));
    client = new ProviderClient(provider);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void givesTheFirstAnswerAfterARestart() throws IOException {
    var first = client.charge("ord_1", "ord_1", "pm_card_visa");

    restart();

    assertThat(client.charge("ord_1", "ord_1", "pm_card_visa").body()).isEqualTo(first.body());
    assertThat(client.ledger().get("captures").intValue()).isEqualTo(1);
    assertThat(client.ledger().get("replays").intValue()).isEqualTo(1);
  }

  @Test
  void remembersHowOftenAFlakyCardFailed() throws IOException {
    client.charge("ord_1", "ord_1", "pm_test_flaky");
    client.charge("ord_1", "ord_1", "pm_test_flaky");

    restart();

    assertThat(client.charge("ord_1", "ord_1", "pm_test_flaky").statusCode()).isEqualTo(200);
  }

  @Test
  void remembersARefund() throws IOException {
    var intent = json(client.charge("ord_1", "ord_1", "pm_card_visa")).get("id").stringValue();
    client.refund("key", intent);

    restart();

    assertThat(client.refund("another", intent).statusCode()).isEqualTo(400);
  }

  @Test
  void dropsATornLastLineAndGoesOnBehindTheWholeOnes() throws IOException {
    client.charge("ord_1", "ord_1", "pm_card_visa");
    provider.close();
    Files.writeString(ledger, "{\"kind\":\"CAPT", StandardOpenOption.APPEND);

    start();
    client.charge("ord_2", "ord_2", "pm_card_visa");
    restart();

    assertThat(client.ledger().get("captures").intValue()).isEqualTo(2);
  }

  @Test
  void hasACaptureInTheFileWhenItAnswers() throws IOException {
    var answer = json(client.charge("ord_1", "ord_1", "pm_card_visa"));

    assertThat(ledger).content().contains(answer.get("id").stringValue()).endsWith("\n");
  }

  @Test
  void refusesALedgerThatIsInUse() {
    assertThatThrownBy(() -> StandInProvider.start(new Arguments("127.0.0.1", 0, ledger)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void refusesAFileThatIsNoLedger() throws IOException {
    var other = Files.writeString(directory.resolve("other"), "hello\n");

    assertThatThrownBy(() -> StandInProvider.start(new Arguments("127.0.0.1", 0, other)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a ledger");
  }

  @Test
  void exitsWithAReasonWhenItCannotStart() {
    var port = String.valueOf(provider.port());
    var free = directory.resolve("free").toString();

    assertThat(StandInProvider.run(new String[] {"--port", port, "--ledger", free})).isEqualTo(1);
    assertThat(StandInProvider.run(new String[] {"--port", "0", "--ledger", "/nowhere/at/all"}))
        .isEqualTo(1);
    assertThat(StandInProvider.run(new String[] {"--port", "x"})).isEqualTo(2);
  }

  private void restart() throws IOException {
    provider.close();
    start();
  }
}
