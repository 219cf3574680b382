package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault is felt for as long as it lasts, and what it loses or repeats is noticed. */
class FeltIT {

  private static final Duration LEASE = Duration.ofSeconds(1);

  @TempDir private Path folder;

  @Test
  void aKilledInstanceIsFeltUntilItsLeaseIsOver() throws Exception {
    var options = new FeltOptions(100, 1, List.of(LEASE), folder, List.of(Fault.KILL));
    var fell = new ArrayList<Felt.Fell>();
    var steady = new ArrayList<long[]>();

    new Felt(options, folder).run(LEASE, fell, steady);

    assertThat(fell).extracting(Felt.Fell::fault).containsExactly(Fault.KILL, Fault.COME);
    assertThat(fell.getFirst().longest()).isBetween(500L, 10_000L);
    assertThat(fell.getFirst().late()).isPositive();
    assertThat(steady).hasSize(1);
    new FeltResult(options, Map.of("cores", 2), fell, steady).write(folder);
    assertThat(Files.readString(folder.resolve("felt.md"))).contains(Fault.KILL.title + " | 1 s |");
    assertThat(folder.resolve("felt.svg")).isNotEmptyFile();
    assertThat(folder.resolve("felt.json")).isNotEmptyFile();
  }

  @Test
  void seesWhatTookNoEffectOrTwo() throws Exception {
    try (var server = Redis.start(folder, Durability.NONE);
        var client = Redis.client(server.port());
        var connection = Redis.connect(client)) {
      var redis = connection.sync();
      var deposit = Deposits.deposit(1);
      var changed = BalanceEvent.Changed.by(deposit, Account.after(null, deposit));
      var entry = Envelope.of("balance.changed.v1", deposit.account(), changed);
      redis.xadd(
          Contender.ENGINE.deposits(0), Envelope.of("deposit.made.v1", deposit.account(), deposit));

      assertThatThrownBy(() -> new Waits(redis)).hasMessage("effects of deposit 1: 0, expected 1");

      redis.xadd(Contender.ENGINE.balances(0), entry);
      assertThat(new Waits(redis).between(0, Long.MAX_VALUE)).hasSize(1);
      assertThatThrownBy(() -> new Waits(redis).checkThereAre(List.of(1, 2)))
          .hasMessage("deposits of number 2: 0, expected 1");

      redis.xadd(Contender.ENGINE.balances(0), entry);
      assertThatThrownBy(() -> new Waits(redis))
          .hasMessage("deposit 1 took effect twice, or was none");
    }
  }
}
