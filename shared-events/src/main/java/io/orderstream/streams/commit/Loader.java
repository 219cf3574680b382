package io.orderstream.streams.commit;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandType;
import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.redis.Arguments;
import io.orderstream.streams.redis.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Loads entities as they stand in Redis. */
public final class Loader {

  private final List<String> streams;
  private final List<byte[]> fields;

  /**
   * @param streams those whose marks are looked at
   */
  public Loader(List<String> streams) {
    this.streams = List.copyOf(streams);
    this.fields = Stored.fields(this.streams);
  }

  /** Asks for an entity; the caller flushes the connection. */
  @SuppressWarnings("NullAway") // Lettuce doesn't say that a missing field's value is null
  public Loading load(Connection connection, Keys partition, String subject) {
    var arguments = Arguments.of(partition.state(subject), fields);
    var values = new ValueListOutput<>(ByteArrayCodec.INSTANCE);
    return new Loading(
        connection.commands().dispatch(CommandType.HMGET, values, arguments), streams);
  }

  /** An entity that was asked for. */
  public record Loading(CompletionStage<List<byte @Nullable []>> reply, List<String> streams) {

    /**
     * How many bytes it has, when it is there.
     *
     * @throws io.lettuce.core.RedisException when there is no reply in time
     */
    public int size(Duration atMost) throws InterruptedException {
      var size = 0;
      for (var value : Connection.await(reply, atMost)) {
        size += value == null ? 0 : value.length;
      }
      return size;
    }

    /**
     * The entity.
     *
     * @throws io.lettuce.core.RedisException when there is no reply in time
     * @throws NonRetryableException when what stands there is none
     */
    public Stored await(Duration atMost) throws InterruptedException {
      var values = Connection.await(reply, atMost);
      try {
        return Stored.of(values, streams);
      } catch (RuntimeException e) {
        throw new NonRetryableException("what stands in Redis is no entity: " + e.getMessage(), e);
      }
    }
  }
}
