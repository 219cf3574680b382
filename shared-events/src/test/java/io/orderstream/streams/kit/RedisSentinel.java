package io.orderstream.streams.kit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A master, a replica, and three sentinels that watch them; each a process of its own. */
public final class RedisSentinel implements TestRedis {

  private static final String MASTER = "orders";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final RedisProcess first =
      new RedisProcess(RedisProcess.chosen(), "--replica-priority", "1");
  private final RedisProcess second;
  private final List<RedisProcess> sentinels = new ArrayList<>();
  private final RedisClient client = RedisClient.create();
  private @Nullable StatefulRedisConnection<String, String> connection;

  public RedisSentinel() {
    first.start();
    second =
        new RedisProcess(
            RedisProcess.chosen(),
            "--replicaof",
            "127.0.0.1 " + first.port(),
            "--repl-diskless-sync-delay",
            "0");
    second.start();
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> info(second).contains("master_link_status:up"));
    for (int n = 0; n < 3; n++) {
      sentinels.add(sentinel());
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> sentinels.stream().allMatch(this::knowsAll));
  }

  private RedisProcess sentinel() {
    var settings =
        """
        sentinel monitor %1$s 127.0.0.1 %2$d 2
        sentinel down-after-milliseconds %1$s 1000
        sentinel failover-timeout %1$s 5000
        """
            .formatted(MASTER, first.port());
    var sentinel = RedisProcess.sentinel(RedisProcess.chosen(), settings);
    sentinel.start();
    return sentinel;
  }

  private boolean knowsAll(RedisProcess sentinel) {
    try (var open = client.connectSentinel(at(sentinel))) {
      var master = open.sync().master(MASTER);
      return "2".equals(master.get("num-other-sentinels"))
          && "1".equals(master.get("num-slaves"))
          && "master".equals(master.get("flags"));
    }
  }

  private String info(RedisProcess server) {
    try (var open = client.connect(at(server))) {
      return open.sync().info("replication");
    }
  }

  private static RedisURI at(RedisProcess server) {
    return RedisURI.create("127.0.0.1", server.port());
  }

  @Override
  public List<String> settings() {
    return List.of(
        "--spring.data.redis.sentinel.master=" + MASTER,
        "--spring.data.redis.sentinel.nodes="
            + sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",")));
  }

  /** Of the server that is master now. */
  @Override
  public synchronized RedisClusterCommands<String, String> commands() {
    var open = connection;
    if (open == null || !open.isOpen() || !open.sync().role().getFirst().equals("master")) {
      if (open != null) {
        open.close();
      }
      var url = RedisURI.Builder.sentinel("127.0.0.1", sentinels.getFirst().port(), MASTER);
      sentinels.forEach(each -> url.withSentinel("127.0.0.1", each.port()));
      open = client.connect(url.build());
      connection = open;
    }
    return open.sync();
  }

  /** {@code kill -9} of the first master. */
  public void killMaster() {
    first.kill();
  }

  /** SIGSTOP of the first master: its connections stay open, and nothing comes over them. */
  public synchronized void freezeMaster() {
    first.freeze();
    if (connection != null) { // which nobody would answer over
      var unused = connection.closeAsync();
      connection = null;
    }
  }

  /** SIGCONT; it becomes a replica. */
  public void thawFirst() {
    first.thaw();
  }

  /** Starts it again, on its data; it becomes a replica. */
  public void restartFirst() {
    first.start();
  }

  /** Waits until the other server is master. */
  public void awaitFailover() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> info(second).contains("role:master"));
  }

  /**
   * Waits until one of the two is a replica that is up to date: mostly the first, but where that is
   * back before the failover is over, the sentinels may make it the master again.
   */
  public void awaitReplica() {
    Awaitility.await().atMost(PATIENCE).until(() -> isReplica(first) || isReplica(second));
  }

  private boolean isReplica(RedisProcess server) {
    try {
      return info(server).contains("master_link_status:up");
    } catch (RedisException away) {
      return false;
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
    client.shutdown();
    sentinels.forEach(RedisProcess::close);
    second.close();
    first.close();
  }
}
