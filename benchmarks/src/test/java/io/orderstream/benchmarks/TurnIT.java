package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender does the whole work, and the check that says so can fail. */
@Timeout(120)
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

  @Test
  void seesAnEntryThatIsPending() throws Exception {
    var stream = Contender.CONTAINER.deposits(0);
    assertNoticed(
        redis -> {
          redis.xadd(stream, Map.of("one", "more"));
          readAs("another", stream, redis);
        },
        "entries not acked: 1, expected 0");
  }

  @SuppressWarnings("unchecked") // Lettuce takes many streams
  private static void readAs(String consumer, String stream, RedisCommands<String, String> redis) {
    redis.xreadgroup(Consumer.from(Contender.GROUP, consumer), StreamOffset.lastConsumed(stream));
  }

  @Test
  void seesASecondEventInKafka() throws Exception {
    var deposit = Deposits.deposit(7);
    var again = BalanceEvent.Changed.by(deposit, Account.after(null, deposit));
    try (var kafka = Contender.KAFKA_AT_LEAST_ONCE.server(folder, Durability.NONE);
        var workload = workedOff(Contender.KAFKA_AT_LEAST_ONCE, kafka);
        var producer =
            new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Topics.at(kafka.port())),
                new StringSerializer(),
                new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.BALANCES, again.account(), Json.MAPPER.writeValueAsBytes(again)))
          .get();

      assertThatThrownBy(workload::check).hasMessage("two events of account-000007");
    }
  }

  private void assertNoticed(
      java.util.function.Consumer<RedisCommands<String, String>> harm, String says)
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
