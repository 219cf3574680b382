package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Consumer;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Consumers that are gone are deleted only where they hold nothing: what they hold goes along.
 *
 * <p>Seen red when tidy.lua doesn't look at what is pending.
 */
class TidyIT {

  private static final String STREAM = "events:count:{0}";
  private static final String LEASE = "lease:reader:{0}";

  @AutoClose private final RealRedis redis = new RealRedis();

  @AutoClose
  private final Connections connections =
      new Connections(new LettuceConnectionFactory("localhost", redis.port()));

  @Test
  @SuppressWarnings("unchecked") // of Lettuce's varargs
  void aConsumerWithPendingEntriesStaysAndSoDoTheEntries() throws InterruptedException {
    var commands = redis.commands();
    commands.set(LEASE, "owner/1");
    commands.xgroupCreate(
        StreamOffset.from(STREAM, "0"), "reader", XGroupCreateArgs.Builder.mkstream());
    commands.xadd(STREAM, Map.of("n", "1"));
    commands.xreadgroup(Consumer.from("reader", "holds-one"), StreamOffset.lastConsumed(STREAM));
    commands.xgroupCreateconsumer(STREAM, Consumer.from("reader", "holds-nothing"));
    commands.xgroupCreateconsumer(STREAM, Consumer.from("reader", "owner"));

    assertThatThrownBy(() -> tidy("another/1")).hasMessageContaining("FENCED");
    assertThat(tidy("owner/1")).isEqualTo(List.of(1L));

    assertThat(commands.xpending(STREAM, "reader").getConsumerMessageCount())
        .isEqualTo(Map.of("holds-one", 1L));
    assertThat(commands.xinfoConsumers(STREAM, "reader"))
        .map(info -> String.valueOf(((List<?>) info).get(1)))
        .containsExactlyInAnyOrder("holds-one", "owner");
  }

  private List<Object> tidy(String token) throws InterruptedException {
    try (var connection = connections.shared()) {
      var keys = List.of(Script.bytes(LEASE), Script.bytes(STREAM));
      var args = List.of(Script.bytes(token), Script.bytes("reader"), Script.bytes("owner"));
      return Connection.await(
          new Script("tidy").run(connection, keys, args), Duration.ofSeconds(10));
    }
  }
}
