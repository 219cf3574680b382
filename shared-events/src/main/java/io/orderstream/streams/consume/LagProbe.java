package io.orderstream.streams.consume;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.HashMap;

/** Looks at what waits in a partition. Where Redis can't say the lag, it is counted. */
final class LagProbe {

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final int PAGE = 1000;

  private final Attempt.Tools tools;

  LagProbe(Attempt.Tools tools) {
    this.tools = tools;
  }

  void look() throws InterruptedException {
    var letters =
        Connection.await(tools.connection().commands().hgetall(tools.partition().letters()), REPLY);
    var dead = new HashMap<String, Long>();
    letters.forEach(
        (stream, number) ->
            dead.put(PartitionReader.text(stream), Long.parseLong(PartitionReader.text(number))));
    for (var stream : tools.subscriptions().keySet()) {
      look(stream, dead.getOrDefault(stream, 0L));
    }
  }

  private void look(String stream, long dead) throws InterruptedException {
    var key = tools.partition().events(stream);
    var commands = tools.connection().commands();
    for (var reply : Connection.await(commands.xinfoGroups(key), REPLY)) {
      var group = Info.of(reply);
      if (group.text("name").equals(tools.partition().group())) {
        var delivered = group.text("last-delivered-id");
        var known = group.number("lag");
        var lag = known != null ? known : count(key, delivered);
        var length = Connection.await(commands.xlen(key), REPLY);
        var pending =
            Connection.await(
                commands.xpending(key, Script.bytes(tools.partition().group())), REPLY);
        var backlog =
            new Backlog(
                length,
                lag,
                pending.getCount(),
                pending.getCount() == 0 ? 0 : age(pending.getMessageIds().getLower().getValue()),
                lag == 0 ? 0 : oldestUnread(key, delivered),
                dead);
        tools.listener().gauged(stream, tools.partition().partition(), backlog);
      }
    }
  }

  private long count(byte[] key, String after) throws InterruptedException {
    var from = after;
    var count = 0L;
    while (true) {
      var page = Connection.await(after(key, from, PAGE), REPLY);
      count += page.size();
      if (page.size() < PAGE) {
        return count;
      }
      from = page.getLast().getId();
    }
  }

  private double oldestUnread(byte[] key, String delivered) throws InterruptedException {
    var first = Connection.await(after(key, delivered, 1), REPLY);
    return first.isEmpty() ? 0 : age(first.getFirst().getId());
  }

  private io.lettuce.core.RedisFuture<java.util.List<io.lettuce.core.StreamMessage<byte[], byte[]>>>
      after(byte[] key, String id, int most) {
    var range = Range.from(Range.Boundary.excluding(id), Range.Boundary.<String>unbounded());
    return tools.connection().commands().xrange(key, range, Limit.from(most));
  }

  private double age(String id) {
    var millis = tools.clock().millis() - EntryId.parse(id).millis();
    return Math.max(0, millis) / 1000.0;
  }
}
