package io.orderstream.streams.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands only while a key has the value that the caller thinks it has: in a transaction that
 * Redis discards when the key changed, or expired, since it was looked at. A script could look by
 * itself, but every reply that passes through one is converted twice.
 *
 * <p>For one thread, over a connection that nobody else uses. See <a
 * href="https://redis.io/docs/latest/develop/using-commands/transactions/">Transactions</a>.
 */
public final class Guard {

  private static final Duration REPLY = Duration.ofSeconds(10);

  private final Connection connection;
  private final byte[] key;

  /** Over which connection the key is watched, and what it was then. */
  private @Nullable RedisAsyncCommands<byte[], byte[]> watching;

  private byte @Nullable [] seen;

  public Guard(Connection connection, byte[] key) {
    this.connection = connection;
    this.key = key;
  }

  /**
   * Runs a command while the key has this value.
   *
   * @param command asks for it
   * @return its reply
   * @throws RedisCommandExecutionException which says FENCED, when the key has another value; or as
   *     the command does. Nothing was done then
   * @throws RedisException when there is no reply in time; the command may have been run
   */
  @SuppressWarnings("ReferenceEquality") // whether it is the same connection
  public <T> T run(
      byte[] value, Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command)
      throws InterruptedException {
    while (true) {
      var commands = connection.transactions();
      if (commands != watching || !Arrays.equals(seen, value)) {
        look(commands, value);
      }
      watching = null;
      var unused = commands.multi();
      var reply = command.apply(commands);
      var done = commands.exec();
      var unusedToo = commands.watch(key);
      var is = commands.get(key);
      connection.flush();
      boolean discarded;
      try {
        discarded = Connection.await(done, REPLY).wasDiscarded();
      } catch (RedisCommandExecutionException aborted) {
        var reason = Connection.await(reply, REPLY); // which it says by itself
        throw new IllegalStateException("aborted in spite of " + reason, aborted);
      }
      seen = Connection.await(is, REPLY);
      watching = commands;
      if (!discarded) {
        return Connection.await(reply, REPLY);
      }
    }
  }

  private void look(RedisAsyncCommands<byte[], byte[]> commands, byte[] value)
      throws InterruptedException {
    var unused = commands.watch(key);
    var is = commands.get(key);
    connection.flush();
    seen = Connection.await(is, REPLY);
    if (!Arrays.equals(seen, value)) {
      throw new RedisCommandExecutionException(
          "FENCED %s is not %s".formatted(text(key), text(value)));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
