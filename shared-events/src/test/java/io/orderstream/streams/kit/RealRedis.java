package io.orderstream.streams.kit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis server as a process of its own, every write synced; it can be killed and restarted.
 */
public final class RealRedis implements AutoCloseable {

  private final Path folder;
  private final int port;
  private final RedisClient client;
  private Process process;
  private StatefulRedisConnection<String, String> connection;

  public RealRedis() {
    try {
      folder = Files.createTempDirectory("redis");
      try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client = RedisClient.create(RedisURI.create("localhost", port));
    connection = connected();
  }

  private Process launch() throws IOException {
    var binary = RedisExecProvider.defaultProvider().get();
    var settings =
        List.of(
            binary.getAbsolutePath(),
            "--port",
            Integer.toString(port),
            "--dir",
            folder.toString(),
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--save",
            "");
    return new ProcessBuilder(settings)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("redis.log").toFile())
        .start();
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
    return port;
  }

  /** For looking at what stands there, or putting something there. */
  public RedisCommands<String, String> commands() {
    return connection.sync();
  }

  /** As {@code kill -9} and a start on the same data. */
  public void killAndRestart() {
    kill();
    restart();
  }

  /** As {@code kill -9}. */
  public void kill() {
    connection.close();
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again on the same data. */
  public void restart() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connection = connected();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    process.destroyForcibly();
    try (var files = Files.walk(folder)) {
      process.waitFor();
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
