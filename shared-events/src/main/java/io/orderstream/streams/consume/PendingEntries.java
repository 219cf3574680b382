package io.orderstream.streams.consume;

import io.lettuce.core.RedisException;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Claims what the group was given in a partition and did not ack, for the partition's owner. */
final class PendingEntries {

  private static final Script TIDY = new Script("tidy");
  private static final Script CLAIM = new Script("claim");
  private static final Duration REPLY = Duration.ofSeconds(10);

  private final Tools tools;
  private final Connection connection;
  private final Room room;
  private final DueEvents due;
  private final List<String> streams;
  private final int batch;
  private final BooleanSupplier stopping;

  /**
   * @param connection of the owner's alone
   * @param due what the owner publishes meanwhile, where there is no room for long
   * @param stopping whether what is left is another owner's affair
   */
  PendingEntries(
      Tools tools,
      Connection connection,
      Room room,
      DueEvents due,
      List<String> streams,
      int batch,
      BooleanSupplier stopping) {
    this.tools = tools;
    this.connection = connection;
    this.room = room;
    this.due = due;
    this.streams = streams;
    this.batch = batch;
    this.stopping = stopping;
  }

  /** Hands over every pending entry that isn't in hand, in the order of the stream. */
  void claim(Lanes lanes, Supplier<String> token) throws InterruptedException {
    var retries = retries();
    for (var stream : streams) {
      var start = "-";
      while (true) {
        var most = room.fitting(batch);
        var page = claim(stream, start, most, token.get());
        var deleted = 0;
        for (var item : page) {
          var pending = (List<?>) item;
          if (pending.size() < 3) {
            deleted++;
          } else {
            hand(lanes, stream, pending, retries, token);
          }
        }
        if (deleted > 0) {
          tools.listener().lost(stream, tools.partition().partition(), deleted);
        }
        if (page.size() < most || stopping.getAsBoolean()) {
          break;
        }
        start = "(" + PartitionReader.text(((List<?>) page.getLast()).getFirst());
      }
      tidy(stream, token.get());
    }
  }

  /** Deletes consumers that are gone; what they had is claimed, and only the owner reads. */
  private void tidy(String stream, String token) throws InterruptedException {
    var keys = List.of(tools.partition().lease(), tools.partition().events(stream));
    var args =
        List.of(
            Script.bytes(token),
            Script.bytes(tools.partition().group()),
            Script.bytes(tools.consumer()));
    Connection.await(TIDY.run(connection, keys, args), REPLY);
  }

  private List<Object> claim(String stream, String start, int most, String token)
      throws InterruptedException {
    var keys =
        List.of(
            tools.partition().lease(), tools.partition().events(stream), tools.partition().retry());
    var args =
        List.of(
            Script.bytes(token),
            Script.bytes(tools.partition().group()),
            Script.bytes(tools.consumer()),
            Script.bytes(start),
            Script.bytes(most),
            Script.bytes(stream));
    return Connection.await(CLAIM.run(connection, keys, args), REPLY);
  }

  private void hand(
      Lanes lanes,
      String stream,
      List<?> pending,
      Map<String, String> retries,
      Supplier<String> token)
      throws InterruptedException {
    var entry = NewEntries.entry(stream, pending.get(0), pending.get(2));
    var claimed =
        new InHand(
            entry,
            ((Long) pending.get(1)).intValue(),
            true,
            tools.partition().partition(),
            tools.partitions());
    if (stopping.getAsBoolean() || lanes.isInHand(claimed.key())) {
      return; // nothing may follow an entry that was left to the next owner
    }
    var times = retries.get(claimed.key());
    if (times != null) {
      var space = times.indexOf(' ');
      claimed.due =
          tools
              .retries()
              .bounded(
                  Instant.ofEpochMilli(Long.parseLong(times.substring(0, space))),
                  tools.clock().instant());
      claimed.firstFailure = Instant.ofEpochMilli(Long.parseLong(times.substring(space + 1)));
    }
    while (room.take(1) == 0) {
      if (stopping.getAsBoolean()) {
        return;
      }
      if (token.get().equals("none")) {
        throw new RedisException("the lease ran out while pending entries waited for room");
      }
      due.publish(token.get());
    }
    room.enter(List.of(claimed));
    lanes.add(claimed, null);
  }

  private Map<String, String> retries() throws InterruptedException {
    var reply = connection.commands().hgetall(tools.partition().retry());
    connection.flush();
    var times = new HashMap<String, String>();
    Connection.await(reply, REPLY)
        .forEach((key, value) -> times.put(PartitionReader.text(key), PartitionReader.text(value)));
    return times;
  }
}
