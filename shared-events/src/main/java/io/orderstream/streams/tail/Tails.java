package io.orderstream.streams.tail;

import io.lettuce.core.RedisException;
import io.orderstream.streams.Event;
import io.orderstream.streams.StreamsUnavailableException;
import io.orderstream.streams.Tail;
import io.orderstream.streams.Tailed;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.EventTypes;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that are watched in this instance. */
public final class Tails implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Connections connections;
  private final Connection shared;
  private final Codec codec;
  private final int partitions;
  private final Map<String, PartitionTail> watched = new HashMap<>();

  /**
   * @param shared for all that doesn't block
   */
  public Tails(Connections connections, Connection shared, Codec codec, int partitions) {
    this.connections = connections;
    this.shared = shared;
    this.codec = codec;
    this.partitions = partitions;
  }

  /** See {@link io.orderstream.streams.Streams#tail(Class, String, String, Consumer)}. */
  public <E extends Event> Tail tail(
      Class<E> events, String subject, @Nullable String after, Consumer<Tailed<E>> watcher) {
    var types = new EventTypes(events);
    var view = new Watching<>(events, types, codec, subject, watcher);
    var partition = Keys.partitionOf(subject, partitions);
    follow(view, partition, after == null ? null : position(after));
    return view;
  }

  /** See {@link io.orderstream.streams.Streams#tail(Class, Map, Consumer)}. */
  public <E extends Event> Tail tail(
      Class<E> events, Map<Integer, String> after, Consumer<Tailed<E>> watcher) {
    var positions = new HashMap<Integer, EntryId>();
    after.forEach(
        (partition, id) -> {
          if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException(
                "there is no partition " + partition + ", only 0 to " + (partitions - 1));
          }
          positions.put(partition, position(id));
        });
    var view = new Watching<>(events, new EventTypes(events), codec, null, watcher);
    for (int n = 0; n < partitions; n++) {
      follow(view, n, positions.get(n));
    }
    return view;
  }

  private static EntryId position(String id) {
    try {
      return EntryId.parse(id);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "not the id of a stream's entry, such as 1700000000000-0: " + id, e);
    }
  }

  private void follow(Watching<?> view, int partition, @Nullable EntryId after) {
    try {
      partition(view.stream(), partition).follow(view, after);
    } catch (RedisException e) {
      view.close();
      throw unavailable(e);
    } catch (InterruptedException e) {
      view.close();
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private static StreamsUnavailableException unavailable(Exception cause) {
    return new StreamsUnavailableException(
        "Redis can't be reached: " + cause.getMessage(), RETRY_AFTER, cause);
  }

  private synchronized PartitionTail partition(String stream, int partition) {
    return watched.computeIfAbsent(
        stream + "/" + partition,
        name -> new PartitionTail(connections, shared, stream, partition));
  }

  /** Ends all tails. */
  @Override
  public void close() {
    List<PartitionTail> all;
    synchronized (this) {
      all = new ArrayList<>(watched.values());
      watched.clear();
    }
    all.forEach(PartitionTail::close);
  }
}
