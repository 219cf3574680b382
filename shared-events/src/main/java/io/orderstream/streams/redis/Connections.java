package io.orderstream.streams.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Opens connections as Spring's {@code spring.data.redis.*} settings say, but for two things: a
 * lost connection is not mended behind the engine's back, and {@code spring.data.redis.timeout} is
 * for opening one alone (five seconds where it is not set, or to 60 s), as the engine waits for
 * each reply as long as suits what it asked.
 */
public final class Connections implements AutoCloseable {

  private static final Duration OPEN = Duration.ofSeconds(2);

  private final LettuceConnectionFactory factory;
  private final AbstractRedisClient client;
  private @Nullable RedisClient nodes;

  public Connections(LettuceConnectionFactory settings) {
    var options =
        new AtMostOnce(
            settings.getClientConfiguration(), settings.getClusterConfiguration() != null);
    if (settings.getClusterConfiguration() != null) {
      factory = new LettuceConnectionFactory(settings.getClusterConfiguration(), options);
    } else if (settings.getSentinelConfiguration() != null) {
      factory = new LettuceConnectionFactory(settings.getSentinelConfiguration(), options);
    } else if (settings.getSocketConfiguration() != null) {
      factory = new LettuceConnectionFactory(settings.getSocketConfiguration(), options);
    } else {
      factory = new LettuceConnectionFactory(settings.getStandaloneConfiguration(), options);
    }
    factory.setEagerInitialization(false);
    factory.afterPropertiesSet();
    factory.start();
    client = factory.getRequiredNativeClient();
  }

  /** Whether partitions are on several servers. */
  public boolean isCluster() {
    return client instanceof RedisClusterClient;
  }

  /** A connection that many threads may use at once. */
  public Connection shared() {
    return new Connection(this::open, true);
  }

  /**
   * A connection for one thread that sends commands in batches, or waits in blocking ones. On a
   * cluster each is sent at once: a redirected one would wait for a flush that doesn't come.
   */
  public Connection dedicated() {
    return new Connection(this::open, isCluster());
  }

  /**
   * A connection to the master that holds this key, and to no other server: the one to ask how many
   * replicas have what was written over it.
   */
  public Connection master(byte[] key) {
    return client instanceof RedisClusterClient cluster
        ? new Connection(() -> open(cluster, key), true)
        : shared();
  }

  /** As {@link #dedicated()}, to the master that holds this key and to no other server. */
  public Connection dedicated(byte[] key) {
    return client instanceof RedisClusterClient cluster
        ? new Connection(() -> open(cluster, key), false)
        : dedicated();
  }

  private StatefulConnection<byte[], byte[]> open(RedisClusterClient cluster, byte[] key) {
    cluster.refreshPartitions();
    var master = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    if (master == null) {
      throw new RedisException("no master of the cluster has slot " + SlotHash.getSlot(key));
    }
    return nodes().connect(ByteArrayCodec.INSTANCE, master.getUri());
  }

  /** For connections to single nodes of a cluster. */
  private synchronized RedisClient nodes() {
    var is = nodes;
    if (is == null) {
      is = RedisClient.create(client.getResources());
      is.setOptions(client.getOptions().mutate().autoReconnect(false).build());
      nodes = is;
    }
    return is;
  }

  private StatefulConnection<byte[], byte[]> open() {
    return switch (client) {
      case RedisClient one -> one.connect(ByteArrayCodec.INSTANCE);
      case RedisClusterClient cluster -> open(cluster);
      default -> throw new IllegalStateException("unknown client " + client);
    };
  }

  /** With connections to all masters: Lettuce rejects commands until theirs is open. */
  private static StatefulConnection<byte[], byte[]> open(RedisClusterClient cluster) {
    var connection = cluster.connect(ByteArrayCodec.INSTANCE);
    var opening =
        cluster.getPartitions().stream()
            .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM))
            .map(RedisClusterNode::getUri)
            .map(url -> connection.getConnectionAsync(url.getHost(), url.getPort()))
            .toArray(CompletableFuture[]::new);
    // one that can't be opened fails the commands that need it, and no other
    var unused =
        CompletableFuture.allOf(opening)
            .completeOnTimeout(null, OPEN.toMillis(), TimeUnit.MILLISECONDS)
            .handle((done, failure) -> failure)
            .join();
    return connection;
  }

  @Override
  public void close() {
    var ofNodes = nodes;
    if (ofNodes != null) {
      ofNodes.shutdown();
    }
    factory.destroy();
  }
}
