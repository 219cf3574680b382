package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.orderstream.benchmarks.Growing.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits is what the other contenders have waiting, and the check of its effects can fail. */
class GrowthIT {

  private static final int PARTITIONS = 4;

  @TempDir private Path folder;

  @Test
  void measuresInstancesThatLeaveEventsWaiting() throws Exception {
    var options = new GrowthOptions(400, 200, 1, 2_000, folder, List.of(Growing.INSTANCES));

    var came = new Growth(options, folder).turn(new Step(2, 2_000, PARTITIONS, 2));

    assertThat(came.pace().eventsPerSecond()).isPositive();
    assertThat(came.heap()).isGreaterThan(2_000_000);
    var steps = new EnumMap<Growing, Map<Integer, List<Growth.Came>>>(Growing.class);
    steps.put(Growing.INSTANCES, Map.of(1, List.of(came)));
    new GrowthResult(options, Map.of("cores", 2), steps, Map.of("dead letter", 7.0)).write(folder);
    assertThat(Files.readString(folder.resolve("growth.md")))
        .contains("1.00 (1.00 to 1.00)", "| dead letter | 7 |");
    assertThat(folder.resolve("growth.svg")).isNotEmptyFile();
    assertThat(folder.resolve("growth.json")).isNotEmptyFile();
  }

  @Test
  void fillsWithTheDepositsThatOthersHave() throws Exception {
    try (var server = Redis.start(folder, Durability.NONE);
        var deposits = new Reservoir(1, server.port());
        var client = Redis.client(server.port());
        var connection = client.connect()) {
      deposits.fill(3);

      var entries =
          connection.sync().xrange("events:deposit:{0}", Range.unbounded(), Limit.unlimited());
      for (int number = 0; number < 3; number++) {
        var deposit = Deposits.deposit(number);
        var expected = Envelope.of("deposit.made.v1", deposit.account(), deposit);
        var is = entries.get(number).getBody();
        assertThat(is.keySet()).containsExactlyElementsOf(expected.keySet());
        for (var same : List.of("specversion", "source", "type", "subject", "data")) {
          assertThat(is.get(same)).isEqualTo(expected.get(same));
        }
        assertThat(is.get("id")).hasSameSizeAs(expected.get("id"));
      }
    }
  }

  @Test
  void seesWhatDidNotTakeEffectOnce() throws Exception {
    try (var server = Redis.start(folder, Durability.NONE);
        var deposits = new Reservoir(1, server.port());
        var client = Redis.client(server.port());
        var connection = client.connect()) {
      deposits.open(20);
      deposits.fill(10);
      try (var instances = Instances.start(Deed.TAKES, 1, deposits, server)) {
        instances.await(Reservoir.BALANCES, 10);
      }
      deposits.check(20);
      var redis = connection.sync();
      var account = "state:benchmark:{0}:account-000007";
      var state = redis.hget(account, "s");

      redis.hset(account, "s", Json.MAPPER.writeValueAsString(Account.EMPTY));
      assertThatThrownBy(() -> deposits.check(20))
          .hasMessage("deposits in account-000007: 0, expected 1");

      redis.hset(account, "s", state);
      redis.xtrim("events:balance:{0}", 9);
      assertThatThrownBy(() -> deposits.check(20))
          .hasMessage("events:deposit:{0} done with: 10, expected 9");
    }
  }
}
