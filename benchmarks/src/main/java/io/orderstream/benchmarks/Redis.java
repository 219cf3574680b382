package io.orderstream.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisExecProvider;

/** How a Redis is started and asked. */
final class Redis {

  private Redis() {}

  static Server start(Path parent, Durability durability) throws IOException {
    return new Server(
        parent,
        (folder, port) -> {
          var command = new ArrayList<String>();
          command.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
          command.addAll(List.of("--port", "" + port, "--dir", folder.toString(), "--save", ""));
          command.addAll(durability.redis);
          return command;
        });
  }

  /** Waits for a server that has only just been started. */
  static StatefulRedisConnection<String, String> connect(RedisClient client) {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.connect();
      } catch (RedisException notYet) {
        if (attempt == 100) {
          throw notYet;
        }
        Pause.millis(100);
      }
    }
  }

  static RedisClient client(int port) {
    return RedisClient.create(RedisURI.create("localhost", port));
  }

  static String version(int port) {
    try (var client = client(port);
        var connection = connect(client)) {
      return info(connection, "redis_version");
    }
  }

  /** One value of what INFO says. */
  static String info(StatefulRedisConnection<String, String> connection, String name) {
    return connection
        .sync()
        .info()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
