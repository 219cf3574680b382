package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyIT {

  private static final LatencyPlan PLAN = LatencyPlan.parse(new String[0], 0);

  @TempDir private Path folder;

  /** Were a delay counted from when an event was sent, or the sender to wait, few would be late. */
  @Test
  @SuppressWarnings("try") // the contender works by itself
  void countsAStopForEveryEventThatItHoldsUp() throws Exception {
    var turn = new LatencyTurn(Contender.TUNED, PLAN);
    try (var redis = Redis.start(folder, Durability.NONE);
        var sender = new Sender(Contender.TUNED, redis.port());
        var onlooker = turn.onlooker(redis.port());
        var working = Contender.TUNED.start(redis.port());
        var client = Redis.client(redis.port());
        var connection = Redis.connect(client)) {
      turn.at(500, Duration.ofSeconds(1), sender, onlooker);
      connection.sync().clientPause(600);

      var taken = turn.at(500, Duration.ofSeconds(1), sender, onlooker);

      var delays = taken.delays();
      var late = delays.getCountBetweenValues(100_000, 10_000_000);
      assertThat(delays.getTotalCount()).isBetween(400L, 600L);
      assertThat((double) late / delays.getTotalCount()).isBetween(0.4, 0.9);
      assertThat(taken.millis(99)).isGreaterThan(500);
      turn.check(redis.port(), sender.count());
    }
  }

  @Test
  void seesTwoEffectsOfOneEvent() throws Exception {
    var turn = new LatencyTurn(Contender.CONTAINER, PLAN);
    try (var redis = Redis.start(folder, Durability.NONE);
        var onlooker = turn.onlooker(redis.port());
        var client = Redis.client(redis.port());
        var connection = Redis.connect(client)) {
      var deposit = Deposits.deposit(0);
      var fields = Envelope.of("balance.changed.v1", deposit.account(), deposit);
      connection.sync().xadd(Contender.CONTAINER.balances(0), fields);
      connection.sync().xadd(Contender.CONTAINER.balances(0), fields);

      assertThatThrownBy(() -> onlooker.await(2, Duration.ofSeconds(5)))
          .hasRootCauseMessage("two events published of number 0");
    }
  }

  @Test
  void measuresInAProcessOfItsOwnAndWritesTheResult() throws Exception {
    var args =
        "--loads 50 --seconds 1 --warm-up 2 --rounds 1 --durability NONE --only ENGINE --out ";
    new Latency(LatencyPlan.parse((args + folder).split(" "), 0), folder).run();

    assertThat(Files.readString(folder.resolve("latency.md")))
        .contains("| Orderstream's engine | 50 % |");
    assertThat(Files.readString(folder.resolve("latency.svg"))).contains("<polyline");
    var json = Json.MAPPER.readTree(Files.readString(folder.resolve("latency.json")));
    var turn = json.path("AOF off").path("Orderstream's engine").path("50 %").path(0);
    var throughput = turn.path("throughput, events per second").asDouble();
    assertThat(turn.path("rate, events per second").asDouble()).isEqualTo(throughput / 2);
    assertThat(turn.path("events").asDouble()).isBetween(throughput / 4, throughput);
    assertThat(turn.path("p50.0, ms").asDouble()).isPositive();
  }
}
