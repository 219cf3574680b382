package io.orderstream.streams.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.kit.RealRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A script that the server doesn't know is sent whole, and not by Lettuce's own thread: a flush may
 * have to open the connection again, which that thread would wait for for ever, since only it can.
 *
 * <p>Seen red when it is.
 */
class ScriptIT {

  private static final List<byte[]> KEYS = List.of(Script.bytes("lease"));
  private static final List<byte[]> ARGS =
      List.of(Script.bytes("a/1"), Script.bytes("a"), Script.bytes(1000));

  @AutoClose private final RealRedis redis = new RealRedis();

  @Test
  void isSentWholeByAThreadThatMayWait() throws InterruptedException {
    var connections = new Connections(new LettuceConnectionFactory("localhost", redis.port()));
    var connection = connections.dedicated();
    var flushing = new ConcurrentLinkedQueue<String>();
    Runnable flush =
        () -> {
          flushing.add(Thread.currentThread().getName());
          connection.flush();
        };

    var reply =
        new Script("acquire").run(connection.commands(), flush, connection::heard, KEYS, ARGS);

    assertThat(Connection.await(reply, Duration.ofSeconds(5))).isEqualTo(List.of(1L));
    assertThat(flushing).hasSize(2).noneMatch(name -> name.startsWith("lettuce"));
    connection.close();
    connections.close();
  }
}
