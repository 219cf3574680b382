package io.orderstream.streams.kit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Redis server as a process of its own, every write synced; it can be killed and restarted.
 * Which one: see {@link RedisServer#chosen}.
 */
public final class RealRedis implements TestRedis {

  private final RedisServer server;
  private final RedisClient client;
  private StatefulRedisConnection<String, String> connection;

  public RealRedis() {
    server = RedisServer.chosen();
    server.start();
    client = RedisClient.create(RedisURI.create("localhost", server.port()));
    connection = connected();
  }

  private StatefulRedisConnection<String, String> connected() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(
            () -> {
              var open = client.connect();
              open.sync().ping();
              return open;
            },
            open -> true);
  }

  public int port() {
    return server.port();
  }

  @Override
  public List<String> settings() {
    return List.of("--spring.data.redis.port=" + port());
  }

  @Override
  public RedisCommands<String, String> commands() {
    return connection.sync();
  }

  /** Makes it a replica of another one. */
  public void replicate(RealRedis master) {
    var at = master.server.seenByOthers();
    commands().replicaof(at.getHost(), at.getPort());
  }

  /** As {@code kill -9} and a start on the same data. */
  public void killAndRestart() {
    kill();
    restart();
  }

  /** As {@code kill -9}. */
  public void kill() {
    server.kill();
    connection.close();
  }

  /**
   * Stops it as it stands, by SIGSTOP. A server that isn't a process on this machine can't be
   * stopped; then the test is skipped.
   */
  public void freeze() {
    process().freeze();
  }

  /** Lets it go on, by SIGCONT. */
  public void thaw() {
    process().thaw();
  }

  private RedisProcess process() {
    Assumptions.assumeTrue(
        server instanceof RedisProcess, "the server is no process to be stopped");
    return (RedisProcess) server;
  }

  /** Starts it again on the same data. */
  public void restart() {
    server.start();
    connection = connected();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    server.close();
  }
}
