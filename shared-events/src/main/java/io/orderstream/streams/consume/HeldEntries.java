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

/** Reads the fields of entries again that were let go of while they waited for their turn. */
final class HeldEntries {

  /** How much an instance may have read again at once. */
  static final int KIBIBYTES = 64 << 10;

  /** Of those behind the first of a lane: a few small ones share a round trip. */
  private static final int AHEAD_KIBIBYTES = 64;

  private static final Duration REPLY = Duration.ofSeconds(5);

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
   * Reads those of them that have no fields: the first, and a few behind it. What is no longer in
   * its stream is gone from then on.
   *
   * @return false where there is no room for the first just now, and nothing was read
   * @throws RedisException when Redis is away or refuses; they may be read once more
   */
  boolean read(List<InHand> some) throws InterruptedException {
    var taken = take(some);
    var done = 0;
    try {
      var replies = taken.stream().map(this::ask).toList();
      var gone = new ArrayList<InHand>();
      for (var reply : replies) {
        var found = Connection.await(reply, REPLY);
        var entry = taken.get(done);
        if (found.isEmpty()) {
          gone.add(entry);
        }
        if (found.isEmpty() || !give(entry, (List<?>) found.getFirst())) {
          giveBack(entry);
        }
        done++;
      }
      for (int n = 0; n < gone.size(); n++) {
        gone.get(n).setGone(n == 0 ? gone.size() : 0);
      }
    } finally {
      taken.subList(done, taken.size()).forEach(this::giveBack);
    }
    return !taken.isEmpty();
  }

  /** Reading ahead leaves half of the room to those whose turn it is. */
  private List<InHand> take(List<InHand> some) {
    var taken = new ArrayList<InHand>();
    var ahead = 0;
    for (var each : some) {
      if (!each.isWithoutFields() || each.isGone()) {
        continue;
      }
      if (!taken.isEmpty()) {
        ahead += kibibytes(each);
        if (ahead > AHEAD_KIBIBYTES || free.availablePermits() < KIBIBYTES / 2) {
          break;
        }
      }
      if (!free.tryAcquire(kibibytes(each))) {
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
