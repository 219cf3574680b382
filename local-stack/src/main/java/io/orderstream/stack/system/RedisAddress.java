package io.orderstream.stack.system;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where Redis is: {@code redis://host:port}, {@code rediss://host:port}, {@code
 * redis-cluster://host:port,host:port} or {@code redis-sentinel://host:port,host:port#master}.
 *
 * @param url one of these
 */
public record RedisAddress(String url) {

  private static final String CLUSTER = "redis-cluster://";
  private static final String SENTINEL = "redis-sentinel://";

  /**
   * @throws StackException when it is none of these
   */
  public RedisAddress {
    if (!isCluster(url) && !isSentinel(url) && !url.matches("rediss?://.+")) {
      throw new StackException(
          "not the address of a Redis: "
              + url
              + ". Allowed are redis://host:port, rediss://host:port,"
              + " redis-cluster://host:port,host:port and"
              + " redis-sentinel://host:port,host:port#master");
    }
    if (isSentinel(url) && !url.contains("#")) {
      throw new StackException(
          "the master's name is missing: redis-sentinel://host:port,host:port#master");
    }
  }

  static RedisAddress local(int port) {
    return new RedisAddress("redis://localhost:" + port);
  }

  /** Spring's settings for it, as arguments of a service. */
  List<String> arguments() {
    if (isCluster(url)) {
      return List.of("--spring.data.redis.cluster.nodes=" + url.substring(CLUSTER.length()));
    }
    if (isSentinel(url)) {
      var parts = url.substring(SENTINEL.length()).split("#", 2);
      return List.of(
          "--spring.data.redis.sentinel.nodes=" + parts[0],
          "--spring.data.redis.sentinel.master=" + parts[1]);
    }
    return List.of("--spring.data.redis.url=" + url);
  }

  /** For looking at what stands there. */
  RedisView open() {
    return isCluster(url) ? cluster() : single();
  }

  private RedisView single() {
    var client = RedisClient.create(RedisURI.create(url));
    StatefulRedisConnection<String, String> connection = client.connect();
    return new RedisView(connection.sync(), client::shutdown);
  }

  private RedisView cluster() {
    List<RedisURI> nodes =
        Arrays.stream(url.substring(CLUSTER.length()).split(","))
            .map(node -> RedisURI.create(URI.create("redis://" + node)))
            .collect(Collectors.toList());
    var client = RedisClusterClient.create(nodes);
    StatefulRedisClusterConnection<String, String> connection = client.connect();
    return new RedisView(connection.sync(), client::shutdown);
  }

  private static boolean isCluster(String url) {
    return url.startsWith(CLUSTER);
  }

  private static boolean isSentinel(String url) {
    return url.startsWith(SENTINEL);
  }

  /** An open connection. */
  public record RedisView(RedisClusterCommands<String, String> commands, Runnable closing)
      implements AutoCloseable {

    @Override
    public void close() {
      closing.run();
    }
  }
}
