package io.orderstream.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.orderstream.stack.system.RedisBinary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a Redis is started and asked. */
final class Redis {

  private Redis() {}

  static Server start(Path parent, Durability durability) throws IOException {
    return new Server(
        parent,
        (folder, port) -> {
          var command = new ArrayList<String>();
          command.add(RedisBinary.path());
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

  /** Which one it is, and with which allocator, which matters much for its speed. */
  static String version(int port) {
    try (var client = client(port);
        var connection = connect(client)) {
      return name(connection.sync().info())
          + " with the allocator of "
          + info(connection, "mem_allocator");
    }
  }

  private static String name(String info) {
    var valkey = info.lines().filter(line -> line.startsWith("valkey_version:")).findFirst();
    var line =
        valkey.or(() -> info.lines().filter(l -> l.startsWith("redis_version:")).findFirst());
    return line.orElseThrow()
        .replace("valkey_version:", "Valkey ")
        .replace("redis_version:", "Redis ");
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
