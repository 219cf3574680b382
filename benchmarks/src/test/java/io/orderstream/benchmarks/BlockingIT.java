package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Range;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender answers each call once and in its turn, and the check of that can fail. */
class BlockingIT {

  private static final Calls FEW = Calls.of("caller", 0, 200, 20, 2_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(CallTaker.class)
  void answersEveryCallOnceAndInItsTurn(CallTaker taker) throws Exception {
    try (var redis = Redis.start(folder, Durability.NONE);
        var calls = new CallsInRedis(taker, redis.port())) {
      var seconds = answered(taker, redis, calls);

      assertThat(calls.check(FEW)).isGreaterThanOrEqualTo(FEW.total());
      assertThat(seconds).isGreaterThan(FEW.bound(CallTaker.IN_FLIGHT));
    }
  }

  @Test
  void seesCallsThatWereAnsweredOutOfTurnOrTwiceOrNot() throws Exception {
    var taker = CallTaker.CONTAINER;
    var caller = FEW.wanted().getFirst().caller();
    try (var redis = Redis.start(folder, Durability.NONE);
        var calls = new CallsInRedis(taker, redis.port());
        var client = Redis.client(redis.port());
        var connection = Redis.connect(client)) {
      answered(taker, redis, calls);
      var right = connection.sync().hget(taker.caller(caller), "s");
      var wrong = Json.MAPPER.writeValueAsString(new Caller(10, 1));
      connection.sync().hset(taker.caller(caller), "s", wrong);
      assertThatThrownBy(() -> calls.check(FEW))
          .hasMessage("calls out of order of " + caller + ": 1, expected 0");
      connection.sync().hset(taker.caller(caller), "s", right);

      var first = connection.sync().xrange(taker.answers(0), Range.unbounded()).getFirst();
      var again = connection.sync().xadd(taker.answers(0), first.getBody());
      assertThatThrownBy(() -> calls.check(FEW)).hasMessage("two answers to call 0");
      connection.sync().xdel(taker.answers(0), again);

      connection.sync().xdel(taker.answers(0), first.getId());
      assertThatThrownBy(() -> calls.check(FEW))
          .hasMessage("turn in the answers to " + caller + ": 2, expected 1");
    }
  }

  @Test
  void boundIsTheLongestKeyWhereThatIsMore() {
    assertThat(FEW.bound(1)).isEqualTo(FEW.total());
    assertThat(FEW.bound(1_000)).isGreaterThan(FEW.total() / 20);
    assertThat(Calls.of("caller", 0, 200, 1, 2_000).bound(100)).isEqualTo(FEW.total());
  }

  @Test
  void measuresInAProcessOfItsOwnAndWritesTheResult() throws Exception {
    var args = "--events 200 --keys 20 --rounds 1 --warm-up 1 --only ENGINE --out " + folder;
    new Blocking(BlockingPlan.parse(args.split(" "), 0), folder).run();

    assertThat(Files.readString(folder.resolve("blocking.md"))).contains("| 20 | Orderstream's");
    assertThat(Files.readString(folder.resolve("blocking.svg"))).contains("20 keys, seconds");
    var json = Json.MAPPER.readTree(Files.readString(folder.resolve("blocking.json")));
    var engine = json.path("20 keys").path("Orderstream's engine");
    assertThat(engine.path("seconds").path(0).asDouble())
        .isGreaterThan(engine.path("bound, seconds").asDouble());
    assertThat(engine.path("CPU of service, seconds").path(0).asDouble()).isPositive();
  }

  @SuppressWarnings("try") // the contender works by itself
  private static double answered(CallTaker taker, Server redis, CallsInRedis calls)
      throws Exception {
    try (var working = taker.start(redis.port());
        var onlooker =
            new Onlooker(
                redis.port(), taker.answers(), fields -> CallsInRedis.answer(fields).number())) {
      return BlockingTurn.run(FEW, calls, onlooker) / 1e9;
    }
  }
}
