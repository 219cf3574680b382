package io.orderstream.streams.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
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

  /** A server that is slow, but answers, is not to be asked all again. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private static final List<String> OTHER_MASTER =
      List.of("MOVED", "ASK", "READONLY", "MASTERDOWN");

  private final Supplier<StatefulConnection<byte[], byte[]>> open;
  private final boolean flushed;
  private volatile @Nullable StatefulConnection<byte[], byte[]> current;
  private boolean closed;
  private long openedNanos = System.nanoTime();
  private volatile long heardNanos = System.nanoTime();
  private @Nullable RedisException failure;
  private long failedNanos;

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

  private StatefulConnection<byte[], byte[]> connected() {
    var is = current;
    return is != null && is.isOpen() ? is : reopened(System.nanoTime());
  }

  /** Whoever waited while another tried in vain does not try again: that may take seconds. */
  private synchronized StatefulConnection<byte[], byte[]> reopened(long askedNanos) {
    if (closed) {
      throw new RedisException("the connection was closed");
    }
    var is = current;
    if (is != null && is.isOpen()) {
      return is;
    }
    if (failure != null && failedNanos - askedNanos > 0) {
      throw new RedisException(failure.getMessage(), failure);
    }
    reset(); // once: Lettuce warns of each further time
    try {
      is = open.get();
    } catch (RedisException e) {
      failure = e;
      failedNanos = System.nanoTime();
      throw e;
    }
    failure = null;
    openedNanos = System.nanoTime();
    heard();
    is.setAutoFlushCommands(flushed);
    current = is;
    return is;
  }

  /** Something came over it. */
  public void heard() {
    heardNanos = System.nanoTime();
  }

  /**
   * Ends it where what came of a command says that it leads nowhere: to a server that is no longer
   * the master; or to one that fell silent for ten seconds, as one does whose host is gone and
   * closes nothing. The next command opens it again. A cluster's connection finds its nodes by
   * itself, where one is silent.
   *
   * @param askedNanos when that was asked, by {@link System#nanoTime}; one that was opened since is
   *     not meant
   */
  public synchronized void leave(RedisException failure, long askedNanos) {
    var astray =
        failure instanceof RedisCommandExecutionException
            ? isElsewhere(failure)
            : isSilent() && !(current instanceof StatefulRedisClusterConnection);
    if (astray && openedNanos - askedNanos < 0) {
      reset();
    }
  }

  private boolean isSilent() {
    return System.nanoTime() - heardNanos > SILENCE_NANOS;
  }

  /** Whether Redis says by this that another server is the master. */
  public static boolean isElsewhere(RedisException failure) {
    var says = String.valueOf(failure.getMessage());
    return OTHER_MASTER.stream().anyMatch(says::startsWith);
  }

  /** Ends what is under way; the next command opens the connection again. */
  public synchronized void reset() {
    var is = current;
    if (is != null) {
      var unused = is.closeAsync();
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
