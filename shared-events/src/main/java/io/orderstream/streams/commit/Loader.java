package io.orderstream.streams.commit;

import io.lettuce.core.KeyValue;
import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.redis.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Loads entities as they stand in Redis. */
public final class Loader {

  private final List<String> streams;
  private final byte[][] fields;

  /**
   * @param streams those whose marks are looked at
   */
  public Loader(List<String> streams) {
    this.streams = List.copyOf(streams);
    this.fields = Stored.fields(this.streams);
  }

  /** Asks for an entity; the caller flushes the connection. */
  public Loading load(Connection connection, Keys partition, String subject) {
    return new Loading(connection.commands().hmget(partition.state(subject), fields), streams);
  }

  /** An entity that was asked for. */
  public record Loading(
      CompletionStage<List<KeyValue<byte[], byte[]>>> reply, List<String> streams) {

    /**
     * The entity.
     *
     * @throws io.lettuce.core.RedisException when there is no reply in time
     * @throws NonRetryableException when what stands there is none
     */
    public Stored await(Duration atMost) throws InterruptedException {
      var values = new ArrayList<byte @Nullable []>();
      Connection.await(reply, atMost).forEach(value -> values.add(value.getValueOrElse(null)));
      try {
        return Stored.of(values, streams);
      } catch (RuntimeException e) {
        throw new NonRetryableException("what stands in Redis is no entity: " + e.getMessage(), e);
      }
    }
  }
}
