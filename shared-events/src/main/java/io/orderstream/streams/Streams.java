package io.orderstream.streams;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine as a service sees it. There is one bean of this type. */
public interface Streams {

  /**
   * The service's entities, for its commands and queries.
   *
   * @param type the type that the service's handlers change
   */
  <S> Entities<S> entities(Class<S> type);

  /**
   * Watches the events of one subject without taking part: no group, no ack, no retry. For live
   * updates, only while someone looks on.
   *
   * <p>The watcher is called by one thread, in the order of the stream, once for each event as long
   * as the tail lasts; whoever resumes with the id of the last entry it saw misses none and sees
   * none twice. While Redis is away it waits, then goes on where it stood. Entries that are no
   * events of this type are passed over, and so is what was trimmed before it was read. Many tails
   * of a partition share one blocking read; a slow watcher holds up no other, and nothing is kept
   * in memory for it.
   *
   * @param events the stream's sealed interface
   * @param after the id of an entry, to begin behind it; {@code 0-0} to begin with the first that
   *     stands in the stream; null to begin with what is appended from now on
   * @param watcher what it throws ends the tail
   * @throws IllegalArgumentException when {@code after} is no entry's id
   * @throws StreamsUnavailableException when Redis can't be reached
   * @see <a href="https://redis.io/docs/latest/commands/xread/">XREAD</a>
   */
  <E extends Event> Tail tail(
      Class<E> events, String subject, @Nullable String after, Consumer<Tailed<E>> watcher);

  /**
   * As {@link #tail(Class, String, String, Consumer)}, for all subjects. Events of one partition
   * come in order, those of different partitions in any; the watcher is called for one at a time.
   *
   * @param after for each partition the id of an entry to begin behind; where there is none, it
   *     begins with what is appended from now on
   */
  <E extends Event> Tail tail(
      Class<E> events, Map<Integer, String> after, Consumer<Tailed<E>> watcher);
}
