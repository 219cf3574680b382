package io.orderstream.streams.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/** A Redis or Valkey as a process of its own, in an empty folder; every write is synced. */
final class RedisProcess implements RedisServer {

  private final String binary;
  private final int port = RedisServer.freePort();
  private final Path folder;
  private @Nullable Process process;

  RedisProcess(String binary) {
    this.binary = binary;
    try {
      folder = Files.createTempDirectory("redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis 7.0 from a jar. */
  static String embedded() {
    try {
      return RedisExecProvider.defaultProvider().get().getAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void start() {
    try {
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    return List.of(
        binary,
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
  }

  @Override
  public void kill() {
    if (process == null) {
      return;
    }
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
