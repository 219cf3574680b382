package io.orderstream.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisExecProvider;

/** A Redis server of this machine as a process of its own, in a folder of its own. */
final class Redis implements AutoCloseable {

  private final Path folder;
  private final Process process;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  final int port;

  Redis(Path parent, Durability durability) throws IOException, InterruptedException {
    folder = Files.createTempDirectory(Files.createDirectories(parent), "redis");
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var command = new ArrayList<String>();
    command.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
    command.addAll(List.of("--port", "" + port, "--dir", folder.toString(), "--save", ""));
    command.addAll(durability.settings);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    client = RedisClient.create(RedisURI.create("localhost", port));
    connection = connect();
  }

  private StatefulRedisConnection<String, String> connect() throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.connect();
      } catch (RedisException notYet) {
        if (attempt == 100 || !process.isAlive()) {
          throw notYet;
        }
        Thread.sleep(100);
      }
    }
  }

  StatefulRedisConnection<String, String> connection() {
    return connection;
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

  @Override
  public void close() throws IOException {
    connection.close();
    client.shutdown();
    process.destroyForcibly();
    process.onExit().join();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
