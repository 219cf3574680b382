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
   * As {@code kill -9} while it writes a transaction that begins with this command: nobody was
   * answered, and it takes no effect. Where the server is no process on this machine, the test is
   * skipped.
   */
  public void killAmid(String... command) {
    process().killAmid(command);
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
    mend();
  }

  /**
   * Has its file written anew. Of a transaction that a kill tore off, servers leave the beginning
   * there, and at the start after this one it would take effect. See <a
   * href="https://github.com/valkey-io/valkey/pull/4342">valkey#4342</a>.
   */
  private void mend() {
    commands().bgrewriteaof();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              var is = commands().info("persistence");
              return is.contains("aof_rewrite_in_progress:0")
                  && is.contains("aof_rewrite_scheduled:0")
                  && is.contains("aof_last_bgrewrite_status:ok");
            });
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    server.close();
  }
}
