package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyIT {

  private static final LatencyPlan PLAN = LatencyPlan.parse(new String[0], 0);

  @TempDir private Path folder;

  /** Were the sender to wait for the events before, few would be late. */
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
      turn.at(200, Duration.ofSeconds(1), sender, onlooker);
      connection.sync().clientPause(600);

      var taken = turn.at(200, Duration.ofSeconds(1), sender, onlooker);

      var delays = taken.delays();
      var late = delays.getCountBetweenValues(100_000, 10_000_000);
      assertThat(delays.getTotalCount()).isBetween(120L, 280L);
      assertThat((double) late / delays.getTotalCount()).isGreaterThan(0.4);
      assertThat(taken.millis(99)).isGreaterThan(500);
      turn.check(redis.port(), sender.count());
    }
  }

  @Test
  void countsFromWhenAnEventWasMeantToBeSent() throws Exception {
    try (var redis = Redis.start(folder, Durability.NONE);
        var sender = new Sender(Contender.TUNED, redis.port())) {
      var late = new Histogram(3);
      var tooManyPerSecond = 10_000_000;
      sender.open(tooManyPerSecond, Duration.ofMillis(2), late);

      var last = sender.count() - 1;
      assertThat(sender.count()).isGreaterThan(10_000);
      assertThat(sender.meant(last) - sender.meant(0)).isBetween(1_900_000L, 2_000_000L);
      assertThat(late.getMaxValue()).isPositive();
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
    var args = "--loads 50 --seconds 1 --warm-up 2 --rounds 1 --fsync off --only ENGINE --out ";
    new Latency(LatencyPlan.parse((args + folder).split(" "), 0), folder).run();

    assertThat(Files.readString(folder.resolve("latency.md")))
        .contains("| Orderstream's engine | 50 % |");
    assertThat(Files.readString(folder.resolve("latency.svg"))).contains("<polyline");
    var json = Json.MAPPER.readTree(Files.readString(folder.resolve("latency.json")));
    var turn = json.path("AOF off").path("Orderstream's engine").path("50 %").path(0);
    var throughput = turn.path("throughput, events per second").asDouble();
    assertThat(turn.path("rate, events per second").asDouble())
        .isCloseTo(throughput / 2, within(0.001));
    assertThat(turn.path("events").asDouble()).isBetween(throughput / 4, throughput);
    assertThat(turn.path("p50.0, ms").asDouble()).isPositive();
  }
}
