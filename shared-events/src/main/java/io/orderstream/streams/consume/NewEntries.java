package io.orderstream.streams.consume;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Guard;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads new entries for the owner of a partition, and for nobody else: entries that a stale owner
 * took would wait in its hands while later ones overtake them.
 */
final class NewEntries {

  private static final Script READ = new Script("read");
  private static final Duration REPLY = Duration.ofSeconds(10);

  private final Connection connection;
  private final Keys partition;
  private final String consumer;
  private final List<String> streams;
  private final Guard lease;

  /**
   * @param connection of the owner's alone
   */
  NewEntries(Connection connection, Keys partition, String consumer, List<String> streams) {
    this.connection = connection;
    this.partition = partition;
    this.consumer = consumer;
    this.streams = streams;
    this.lease = new Guard(connection, partition.lease());
  }

  /**
   * The next ones, at most so many of each stream, in its order.
   *
   * @param token under which the lease must be held
   */
  List<Entry> read(String token, int most) throws InterruptedException {
    List<Object> reply;
    try {
      reply = lease.run(Script.bytes(token), commands -> ask(commands, most));
    } catch (RedisCommandExecutionException e) {
      if (!String.valueOf(e.getMessage()).startsWith("OOM")) {
        throw e;
      }
      reply = readFull(token, most);
    }
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < reply.size(); i++) {
      if (reply.get(i) instanceof List<?> pair) {
        add(entries, pair.get(0), pair.get(1));
      } else if (reply.get(i) instanceof byte[] key) { // over RESP3 it is a map
        add(entries, key, reply.get(++i));
      }
    }
    return entries;
  }

  /** A full Redis takes nothing into a transaction, but what was done already can be acked. */
  private List<Object> readFull(String token, int most) throws InterruptedException {
    var keys = new ArrayList<byte[]>();
    keys.add(partition.lease());
    streams.forEach(stream -> keys.add(partition.events(stream)));
    var args =
        List.of(
            Script.bytes(token),
            Script.bytes(partition.group()),
            Script.bytes(consumer),
            Script.bytes(most));
    return Connection.await(READ.run(connection, keys, args), REPLY);
  }

  /** As Redis has them: Lettuce's own XREADGROUP makes maps of fields, and RESP2 errors of them. */
  private RedisFuture<List<Object>> ask(RedisAsyncCommands<byte[], byte[]> commands, int most) {
    var args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    args.add(CommandKeyword.GROUP).add(partition.group()).add(consumer);
    args.add(CommandKeyword.COUNT).add(most).add("STREAMS");
    streams.forEach(stream -> args.addKey(partition.events(stream)));
    streams.forEach(stream -> args.add(">"));
    var output = new NestedMultiOutput<>(ByteArrayCodec.INSTANCE);
    return commands.dispatch(CommandType.XREADGROUP, output, args);
  }

  private void add(List<Entry> entries, Object key, @Nullable Object read) {
    var stream = stream((byte[]) key);
    for (var item : (List<?>) Objects.requireNonNull(read)) {
      var fields = (List<?>) item;
      entries.add(entry(stream, fields.get(0), fields.get(1)));
    }
  }

  private String stream(byte[] key) {
    for (var stream : streams) {
      if (Arrays.equals(key, partition.events(stream))) {
        return stream;
      }
    }
    throw new IllegalStateException("no stream of ours: " + PartitionReader.text(key));
  }

  static Entry entry(String stream, Object id, Object fields) {
    var bytes = new ArrayList<byte[]>(((List<?>) fields).size());
    for (var field : (List<?>) fields) {
      bytes.add((byte[]) field);
    }
    return new Entry(stream, PartitionReader.text(id), bytes);
  }
}
