package io.orderstream.streams.tail;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a stream while somebody watches it: one blocking read for all who do, which
 * tells each of them that there is something for it.
 */
final class PartitionTail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("io.orderstream.streams");
  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final Duration BLOCK = Duration.ofSeconds(5);
  private static final long AWAY_MILLIS = 250;
  private static final int PAGE = 100;

  private final Connections connections;
  private final Connection shared;
  private final String stream;
  private final int partition;
  private final byte[] key;
  private final Set<Follower> followers = new HashSet<>();
  private volatile EntryId seen = new EntryId(0, 0);
  private @Nullable Reading reading;
  private boolean closed;

  /** What waits for more, while there are followers. */
  private record Reading(Connection blocking, Thread thread) {}

  /**
   * @param shared for all that doesn't block
   */
  PartitionTail(Connections connections, Connection shared, String stream, int partition) {
    this.connections = connections;
    this.shared = shared;
    this.stream = stream;
    this.partition = partition;
    this.key = Keys.events(stream, partition);
  }

  int partition() {
    return partition;
  }

  String name() {
    return stream + "-" + partition;
  }

  /** Up to where the blocking read told the followers of what there is. */
  EntryId seen() {
    return seen;
  }

  /**
   * @param after null to begin with what is appended from now on
   */
  synchronized void follow(Watching<?> view, @Nullable EntryId after) throws InterruptedException {
    if (closed) {
      throw new RedisException("the service is stopping");
    }
    if (reading == null) {
      reading = begin();
    }
    var follower = new Follower(this, view, after != null ? after : last());
    followers.add(follower);
    view.followedBy(follower);
    follower.start();
  }

  /** What is appended after this is told; so this comes before any follower reads. */
  private Reading begin() throws InterruptedException {
    seen = last();
    var blocking = connections.dedicated();
    return new Reading(
        blocking, Thread.ofVirtual().name("tails-" + name()).start(() -> run(blocking)));
  }

  private EntryId last() throws InterruptedException {
    var newest =
        Connection.await(shared.commands().xrevrange(key, Range.unbounded(), Limit.from(1)), REPLY);
    return newest.isEmpty() ? new EntryId(0, 0) : EntryId.parse(newest.getFirst().getId());
  }

  /** A page of the entries behind this one; empty at the end. */
  List<Entry> read(EntryId after) throws InterruptedException {
    var behind =
        Range.from(Range.Boundary.excluding(after.toString()), Range.Boundary.<String>unbounded());
    var page = Connection.await(shared.commands().xrange(key, behind, Limit.from(PAGE)), REPLY);
    return page.stream().map(this::entry).toList();
  }

  private Entry entry(StreamMessage<byte[], byte[]> message) {
    var fields = new ArrayList<byte[]>();
    message
        .getBody()
        .forEach(
            (name, value) -> {
              fields.add(name);
              fields.add(value);
            });
    return new Entry(stream, message.getId(), fields);
  }

  private void run(Connection blocking) {
    var away = false;
    try {
      while (true) {
        try {
          tell(await(blocking));
          if (away) {
            LOG.info("tailing {} goes on", name());
          }
          away = false;
        } catch (RedisException e) {
          if (!away) {
            LOG.warn("tailing {} waits: {}", name(), e.getMessage());
          }
          away = true;
          blocking.reset();
          Thread.sleep(AWAY_MILLIS);
        }
      }
    } catch (InterruptedException nobodyWatches) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Entry> await(Connection blocking) throws InterruptedException {
    var reply = block(blocking, StreamOffset.from(key, seen.toString()));
    blocking.flush();
    return Connection.await(reply, BLOCK.plus(REPLY)).stream().map(this::entry).toList();
  }

  @SuppressWarnings("unchecked") // of Lettuce's varargs
  private static CompletionStage<List<StreamMessage<byte[], byte[]>>> block(
      Connection blocking, StreamOffset<byte[]> behind) {
    return blocking.commands().xread(XReadArgs.Builder.block(BLOCK).count(PAGE), behind);
  }

  private void tell(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    var subjects = new HashSet<String>();
    for (var entry : entries) {
      var subject = entry.field("subject");
      if (subject != null) {
        subjects.add(subject);
      }
    }
    var last = EntryId.parse(entries.getLast().id());
    synchronized (this) {
      seen = last;
      followers.forEach(follower -> follower.appended(subjects, last));
    }
  }

  synchronized void leave(Follower follower) {
    followers.remove(follower);
    if (followers.isEmpty()) {
      end();
    }
  }

  private void end() {
    var is = reading;
    reading = null;
    if (is != null) {
      is.thread().interrupt();
      is.blocking().close();
    }
  }

  @Override
  public void close() {
    List<Follower> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(followers);
      end();
    }
    all.forEach(Follower::close);
  }
}
