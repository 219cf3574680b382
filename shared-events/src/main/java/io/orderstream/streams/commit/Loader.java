package io.orderstream.streams.commit;

import io.orderstream.streams.redis.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Loads entities as they stand in Redis. */
public final class Loader {

  private final List<String> streams;

  /**
   * @param streams those whose marks are looked at
   */
  public Loader(List<String> streams) {
    this.streams = List.copyOf(streams);
  }

  /** Asks for an entity; the caller flushes the connection. */
  public CompletionStage<Stored> load(Connection connection, Keys partition, String subject) {
    return connection
        .commands()
        .hmget(partition.state(subject), Stored.fields(streams))
        .thenApply(
            values -> {
              var all = new ArrayList<byte @Nullable []>(values.size());
              values.forEach(value -> all.add(value.getValueOrElse(null)));
              return Stored.of(all, streams);
            });
  }
}
