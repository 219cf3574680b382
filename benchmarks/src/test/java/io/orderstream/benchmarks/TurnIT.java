package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender does the whole work, and the check that says so can fail. */
class TurnIT {

  private static final Options FEW = new Options(150, 50, 1, null, List.of());

  @TempDir private Path folder;
  private Redis redis;

  @BeforeEach
  void startRedis() throws Exception {
    redis = new Redis(folder, Durability.NONE);
  }

  @AfterEach
  void stopRedis() throws Exception {
    redis.close();
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void takesEveryEventIntoEffectOnce(Contender contender) throws Exception {
    var workload = workload(contender);
    workload.fill();

    Turn.take(contender, FEW, redis.port);

    workload.check();
  }

  @Test
  void seesAnEventThatWasNotPublished() throws Exception {
    var workload = workedOff();

    redis.connection().sync().xtrim(Contender.CONTAINER.balances(0), FEW.total() - 1);

    assertThatThrownBy(workload::check).hasMessage("events published: 199, expected 200");
  }

  @Test
  void seesAnEffectThatWasLost() throws Exception {
    var workload = workedOff();

    var lost = Json.MAPPER.writeValueAsString(new Account(0, 0, ""));
    var account = redis.connection().sync().keys("state:*").getFirst();
    redis.connection().sync().hset(account, "s", lost);

    assertThatThrownBy(workload::check).hasMessageStartingWith("deposits in account-");
  }

  private Workload workedOff() throws Exception {
    var workload = workload(Contender.CONTAINER);
    workload.fill();
    Turn.take(Contender.CONTAINER, FEW, redis.port);
    return workload;
  }

  private Workload workload(Contender contender) {
    return new Workload(contender, FEW, redis.connection());
  }
}
