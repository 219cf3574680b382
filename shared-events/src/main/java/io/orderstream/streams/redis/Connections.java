package io.orderstream.streams.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Opens connections as Spring's {@code spring.data.redis.*} settings say, but for one thing: a lost
 * connection is not mended behind the engine's back.
 */
public final class Connections implements AutoCloseable {

  private final LettuceConnectionFactory factory;
  private final AbstractRedisClient client;

  public Connections(LettuceConnectionFactory settings) {
    var options = new AtMostOnce(settings.getClientConfiguration());
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

  /** A connection that many threads may use at once. */
  public Connection shared() {
    return new Connection(this::open, true);
  }

  /** A connection for one thread that sends commands in batches, or waits in blocking ones. */
  public Connection dedicated() {
    return new Connection(this::openPatiently, false);
  }

  private StatefulConnection<byte[], byte[]> open() {
    return switch (client) {
      case RedisClient one -> one.connect(ByteArrayCodec.INSTANCE);
      case RedisClusterClient cluster -> cluster.connect(ByteArrayCodec.INSTANCE);
      default -> throw new IllegalStateException("unknown client " + client);
    };
  }

  private StatefulConnection<byte[], byte[]> openPatiently() {
    var connection = open();
    connection.setTimeout(connection.getTimeout().plus(Duration.ofSeconds(30)));
    return connection;
  }

  @Override
  public void close() {
    factory.destroy();
  }
}
