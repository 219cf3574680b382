package io.orderstream.streams.consume;

import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks after a group's partitions: what waits in this instance's own, and whether the others have
 * an owner. Apart from the thread that renews leases, which must never be late.
 */
final class Lookout implements AutoCloseable {

  private static final Duration REPLY = Duration.ofSeconds(2);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Connection connection;
  private final String group;
  private final Duration patience;
  private final Supplier<Map<Integer, Watch>> own;
  private final GroupListener listener;
  private final long[] ownedNanos;
  private final Thread loop;

  /**
   * @param own this instance's partitions
   */
  Lookout(
      Connection connection,
      String group,
      int partitions,
      Duration lease,
      Supplier<Map<Integer, Watch>> own,
      GroupListener listener) {
    this.connection = connection;
    this.group = group;
    this.patience = lease.multipliedBy(2);
    this.own = own;
    this.listener = listener;
    this.ownedNanos = new long[partitions];
    Arrays.fill(ownedNanos, System.nanoTime());
    this.loop = Thread.ofVirtual().name("watch-" + group).unstarted(this::run);
  }

  void start() {
    loop.start();
  }

  private void run() {
    try {
      while (true) {
        lookSafely();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      own.get().values().forEach(Watch::end);
    }
  }

  private void lookSafely() throws InterruptedException {
    try {
      look();
    } catch (RuntimeException | Error e) {
      Unexpected.report(e);
    }
  }

  private void look() throws InterruptedException {
    for (var watch : own.get().values()) {
      watch.look();
    }
    var now = System.nanoTime();
    var mine = own.get().keySet();
    for (int n = 0; n < ownedNanos.length; n++) {
      if (mine.contains(n) || mayBeHeld(n)) {
        ownedNanos[n] = now;
      }
      var isLong = Duration.ofNanos(now - ownedNanos[n]).compareTo(patience) > 0;
      listener.trouble(n, Trouble.NO_OWNER, isLong ? "no instance holds its lease" : null);
    }
  }

  /** Where Redis is away, which is said elsewhere, nobody can know. */
  private boolean mayBeHeld(int partition) throws InterruptedException {
    var lease = new Keys(group, partition).lease();
    try {
      return Connection.await(connection.commands().exists(lease), REPLY) > 0;
    } catch (RuntimeException away) {
      return true;
    }
  }

  @Override
  public void close() {
    loop.interrupt();
  }
}
