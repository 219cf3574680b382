package io.orderstream.streams.kit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/** A server that somebody else started; each test finds it empty and leaves it so. */
final class RunningRedis implements RedisServer {

  private final RedisURI url;

  RunningRedis(String url) {
    this.url = RedisURI.create(url);
    if (!this.url.getHost().equals("localhost")) {
      throw new IllegalArgumentException(
          "-Dredis=url:" + url + " must name localhost; forward a port of it to another host");
    }
  }

  @Override
  public int port() {
    return url.getPort();
  }

  /** Refuses a server that holds something: the tests would delete it. */
  @Override
  public void start() {
    use(
        redis -> {
          var keys = redis.dbsize();
          if (keys > 0) {
            throw new IllegalStateException(
                "the Redis at %s holds %d keys; tests need an empty one and delete all in it"
                    .formatted(url, keys));
          }
        });
  }

  @Override
  public void kill() {
    Assumptions.abort("the Redis at " + url + " can't be killed; run with -Dredis=path:BINARY");
  }

  @Override
  public void close() {
    use(RedisCommands::flushall);
  }

  private void use(Consumer<RedisCommands<String, String>> what) {
    try (var client = RedisClient.create(url);
        var connection = client.connect()) {
      what.accept(connection.sync());
    }
  }
}
