package io.orderstream.streams.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, opened when it is first needed and again after it was lost.
 *
 * <p>What was under way when a connection is lost fails at once and is never sent again by itself:
 * only the caller knows whether that is harmless.
 */
public final class Connection implements AutoCloseable {

  private final Supplier<StatefulConnection<byte[], byte[]>> open;
  private final boolean flushed;
  private @Nullable StatefulConnection<byte[], byte[]> current;
  private boolean closed;

  Connection(Supplier<StatefulConnection<byte[], byte[]>> open, boolean flushed) {
    this.open = open;
    this.flushed = flushed;
  }

  /**
   * The commands of the open connection.
   *
   * @throws RedisException when Redis can't be reached
   */
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return switch (connected()) {
      case StatefulRedisConnection<byte[], byte[]> one -> one.async();
      case StatefulRedisClusterConnection<byte[], byte[]> cluster -> cluster.async();
      default -> throw new IllegalStateException("neither one server nor a cluster");
    };
  }

  /**
   * The commands of the open connection to one server, transactions too.
   *
   * @throws RedisException when Redis can't be reached
   */
  RedisAsyncCommands<byte[], byte[]> transactions() {
    return switch (connected()) {
      case StatefulRedisConnection<byte[], byte[]> one -> one.async();
      default -> throw new IllegalStateException("not a connection to one server");
    };
  }

  /** Sends what was asked since the last flush; needed for connections opened for batches only. */
  public void flush() {
    if (!flushed) {
      connected().flushCommands();
    }
  }

  private synchronized StatefulConnection<byte[], byte[]> connected() {
    if (closed) {
      throw new RedisException("the connection was closed");
    }
    var is = current;
    if (is == null || !is.isOpen()) {
      reset(); // once: Lettuce warns of each further time
      is = open.get();
      is.setAutoFlushCommands(flushed);
      current = is;
    }
    return is;
  }

  /** Ends what is under way; the next command opens the connection again. */
  public synchronized void reset() {
    if (current != null) {
      var unused = current.closeAsync();
      current = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    reset();
  }

  /**
   * The reply of a command.
   *
   * @throws RedisException when there is none in time, or it is an error
   * @throws InterruptedException when the thread is told to stop
   */
  @SuppressWarnings("try") // the deadline does its work by itself
  public static <T> T await(CompletionStage<T> reply, Duration atMost) throws InterruptedException {
    var future = reply.toCompletableFuture();
    try {
      if (future.isDone()) {
        return future.get();
      }
      try (var deadline = Deadlines.of(future, atMost)) {
        return future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new RedisException("no reply from Redis within " + atMost);
      }
      throw e.getCause() instanceof RedisException redis ? redis : new RedisException(e.getCause());
    }
  }
}
