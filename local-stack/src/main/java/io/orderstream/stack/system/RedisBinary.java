package io.orderstream.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * The Redis server that is started: the one that {@code REDIS_SERVER} names in the environment,
 * else Redis 7.0, which comes with the build.
 *
 * <p>What comes with the build is linked with a plain C library's allocator; a Redis as it is
 * usually packaged, with jemalloc, takes about half of the processor for the same work.
 */
public final class RedisBinary {

  private static final String VARIABLE = "REDIS_SERVER";

  private RedisBinary() {}

  /**
   * Where it is.
   *
   * @throws StackException when the variable names no program, or what comes with the build can't
   *     be unpacked
   */
  public static String path() {
    return path(System.getenv(VARIABLE));
  }

  static String path(@Nullable String named) {
    if (named == null || named.isEmpty()) {
      try {
        return RedisExecProvider.defaultProvider().get().getAbsolutePath();
      } catch (IOException e) {
        throw new StackException("the embedded Redis can't be unpacked: " + e.getMessage(), e);
      }
    }
    if (!Files.isRegularFile(Path.of(named)) || !Files.isExecutable(Path.of(named))) {
      throw new StackException(
          VARIABLE + "=" + named + " is no program: name a redis-server or valkey-server");
    }
    return Path.of(named).toAbsolutePath().toString();
  }
}
