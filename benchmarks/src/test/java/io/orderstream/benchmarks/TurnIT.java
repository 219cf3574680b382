package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender does the whole work, and the check that says so can fail. */
class TurnIT {

  private static final Options FEW = new Options(150, 50, 1, null, List.of(), List.of());

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Contender.class)
  void takesEveryEventIntoEffectOnce(Contender contender) throws Exception {
    try (var server = contender.server(folder, Durability.NONE);
        var workload = workedOff(contender, server)) {
      workload.check();
    }
  }

  @Test
  void seesAnEventThatWasNotPublished() throws Exception {
    assertNoticed(
        redis -> redis.xtrim(Contender.CONTAINER.balances(0), FEW.total() - 1),
        "events published: 199, expected 200");
  }

  @Test
  void seesAnEffectThatWasLost() throws Exception {
    var lost = Json.MAPPER.writeValueAsString(new Account(0, 0, ""));
    assertNoticed(
        redis -> redis.hset(Contender.CONTAINER.account(Deposits.account(7)), "s", lost),
        "deposits in account-000007: 0, expected 1");
  }

  private void assertNoticed(Consumer<RedisCommands<String, String>> harm, String says)
      throws Exception {
    try (var redis = Contender.CONTAINER.server(folder, Durability.NONE);
        var workload = workedOff(Contender.CONTAINER, redis);
        var client = Redis.client(redis.port());
        var connection = client.connect()) {
      harm.accept(connection.sync());

      assertThatThrownBy(workload::check).hasMessage(says);
    }
  }

  private static Workload workedOff(Contender contender, Server server) throws Exception {
    var workload = contender.workload(FEW, server.port());
    workload.fill();
    Turn.take(contender, FEW, server.port(), ProcessHandle.of(server.pid()).orElseThrow());
    return workload;
  }
}
