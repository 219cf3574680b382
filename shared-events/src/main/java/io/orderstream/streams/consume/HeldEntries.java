package io.orderstream.streams.consume;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads the fields of entries again that were let go of while they waited for their turn. */
final class HeldEntries {

  /** How much an instance may have read again at once. */
  static final int KIBIBYTES = 64 << 10;

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final int PATIENCE_MILLIS = 100;

  private final Connection connection;
  private final Keys partition;
  private final Semaphore free;

  /**
   * @param free of {@link #KIBIBYTES}, the instance's
   */
  HeldEntries(Connection connection, Keys partition, Semaphore free) {
    this.connection = connection;
    this.partition = partition;
    this.free = free;
  }

  /**
   * Reads the first of them, and of those after it as many as there is room for. What is no longer
   * in its stream stays without fields.
   *
   * @return false where there is no room just now, and nothing was read
   * @throws RedisException when Redis is away or refuses; they may be read once more
   */
  boolean read(List<InHand> some) throws InterruptedException {
    var taken = take(some);
    var done = 0;
    try {
      var replies = taken.stream().map(this::ask).toList();
      for (var reply : replies) {
        var found = Connection.await(reply, REPLY);
        if (found.isEmpty() || !give(taken.get(done), (List<?>) found.getFirst())) {
          giveBack(taken.get(done));
        }
        done++;
      }
    } finally {
      taken.subList(done, taken.size()).forEach(this::giveBack);
    }
    return !taken.isEmpty();
  }

  private List<InHand> take(List<InHand> some) throws InterruptedException {
    var taken = new ArrayList<InHand>();
    for (var each : some) {
      var patience = taken.isEmpty() ? PATIENCE_MILLIS : 0;
      if (!free.tryAcquire(kibibytes(each), patience, TimeUnit.MILLISECONDS)) {
        break;
      }
      taken.add(each);
    }
    return taken;
  }

  private boolean give(InHand entry, List<?> found) {
    var read = NewEntries.entry(entry.entry().stream(), found.get(0), found.get(1));
    return entry.haveAgain(read, () -> giveBack(entry));
  }

  private void giveBack(InHand entry) {
    free.release(kibibytes(entry));
  }

  /** A larger one has all room for itself. */
  private static int kibibytes(InHand entry) {
    return Math.clamp(entry.size >> 10, 1, KIBIBYTES);
  }

  /** As Redis has it, doubled fields and all. */
  private RedisFuture<List<Object>> ask(InHand entry) {
    var id = entry.entry().id();
    var args =
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .addKey(partition.events(entry.entry().stream()))
            .add(id)
            .add(id);
    var output = new NestedMultiOutput<>(ByteArrayCodec.INSTANCE);
    return connection.commands().dispatch(CommandType.XRANGE, output, args);
  }
}
