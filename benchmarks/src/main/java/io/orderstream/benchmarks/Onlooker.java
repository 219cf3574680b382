package io.orderstream.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks on from outside of the service: sees each published event as soon as anyone could, and when
 * that was.
 */
final class Onlooker implements AutoCloseable {

  private static final Duration BLOCK = Duration.ofMillis(500);
  private static final int MOST = 4_000_000;

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final ToIntFunction<Map<String, String>> number;
  private final Map<String, String> last = new HashMap<>();
  private final Thread thread;
  private long[] seen = new long[1024];
  private int count;
  private @Nullable RuntimeException failure;
  private volatile boolean closed;

  /**
   * @param number says of an event's fields which one it is, from 0
   */
  Onlooker(int port, List<String> streams, ToIntFunction<Map<String, String>> number) {
    this.client = Redis.client(port);
    this.connection = Redis.connect(client);
    this.number = number;
    streams.forEach(stream -> last.put(stream, "0-0"));
    this.thread = Thread.ofPlatform().daemon().name("onlooker").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        look();
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private synchronized void fail(RuntimeException e) {
    failure = e;
    notifyAll();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void look() {
    StreamOffset<String>[] after =
        last.entrySet().stream()
            .map(each -> StreamOffset.from(each.getKey(), each.getValue()))
            .toArray(StreamOffset[]::new);
    var entries = connection.sync().xread(XReadArgs.Builder.block(BLOCK).count(1_000), after);
    note(entries, System.nanoTime());
  }

  private synchronized void note(List<StreamMessage<String, String>> entries, long nanos) {
    for (var entry : entries) {
      last.put(entry.getStream(), entry.getId());
      var at = number.applyAsInt(entry.getBody());
      if (at >= seen.length) {
        grow(at);
      }
      if (seen[at] != 0) {
        throw new IllegalStateException("two events published of number " + at);
      }
      seen[at] = nanos;
      count++;
    }
    notifyAll();
  }

  private void grow(int at) {
    if (at >= MOST) {
      throw new IllegalStateException("more than " + MOST + " events");
    }
    seen = java.util.Arrays.copyOf(seen, Math.max(2 * seen.length, at + 1));
  }

  /** How many were seen so far. */
  synchronized int count() {
    return count;
  }

  /** When this one was seen, by {@link System#nanoTime}. */
  synchronized long seen(int at) {
    return seen[at];
  }

  /** When the last one of these was seen. */
  synchronized long last(int from, int to) {
    var latest = seen[from];
    for (int at = from; at < to; at++) {
      latest = Math.max(latest, seen[at]);
    }
    return latest;
  }

  /** Waits until there are so many, for so long at most; says whether there are. */
  synchronized boolean await(int events, Duration atMost) throws InterruptedException {
    var until = System.nanoTime() + atMost.toNanos();
    while (count < events) {
      if (failure != null) {
        throw new IllegalStateException("nothing more can be seen", failure);
      }
      var left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(BLOCK.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
    client.shutdown();
  }
}
