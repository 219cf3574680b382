package io.orderstream.streams.consume;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis what waits.
 *
 * <p>Redis's own lag is taken where it can be relied upon: where no entry was ever deleted from the
 * stream, and where it is no more than the stream's length, which it exceeds when unread entries
 * were trimmed. Else, and where Redis says that it doesn't know, the entries behind the last
 * delivered one are counted. See <a href="https://redis.io/docs/latest/commands/xinfo-groups/">
 * XINFO GROUPS</a>.
 */
public final class Backlogs {

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final int PAGE = 1000;
  private static final String NONE = "0-0";

  private final Connection connection;
  private final InstantSource clock;

  public Backlogs(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /**
   * Of each group that reads this stream, or of the one that is named.
   *
   * @return nothing where the stream doesn't exist
   */
  public List<Backlog> of(String stream, int partition, @Nullable String group)
      throws InterruptedException {
    var key = Keys.events(stream, partition);
    var backlogs = new ArrayList<Backlog>();
    try {
      var info = Info.of(await(connection.commands().xinfoStream(key)));
      for (var reply : await(connection.commands().xinfoGroups(key))) {
        var is = Info.of(reply);
        if (group == null || group.equals(is.text("name"))) {
          backlogs.add(backlog(stream, partition, info, is));
        }
      }
    } catch (RedisCommandExecutionException e) {
      if (!String.valueOf(e.getMessage()).contains("no such key")) {
        throw e;
      }
    }
    return backlogs;
  }

  private Backlog backlog(String stream, int partition, Info info, Info is)
      throws InterruptedException {
    var keys = new Keys(is.text("name"), partition);
    var key = keys.events(stream);
    var length = number(info, "length");
    var delivered = is.text("last-delivered-id");
    var oldest = await(after(key, delivered, 1));
    var lag = oldest.isEmpty() ? 0 : lag(key, info, is, length, delivered);
    var pending = number(is, "pending");
    return new Backlog(
        keys.group(),
        stream,
        partition,
        length,
        lag,
        pending,
        pending == 0 ? 0 : oldestPending(key, keys.group()),
        oldest.isEmpty() ? 0 : age(oldest.getFirst().getId()),
        letters(keys, stream));
  }

  private long lag(byte[] key, Info info, Info is, long length, String delivered)
      throws InterruptedException {
    var says = is.number("lag");
    var reliable = info.text("max-deleted-entry-id").equals(NONE);
    return says != null && says > 0 && says <= length && reliable ? says : count(key, delivered);
  }

  private long count(byte[] key, String after) throws InterruptedException {
    var from = after;
    var count = 0L;
    while (true) {
      var page = await(after(key, from, PAGE));
      count += page.size();
      if (page.size() < PAGE) {
        return count;
      }
      from = page.getLast().getId();
    }
  }

  private double oldestPending(byte[] key, String group) throws InterruptedException {
    var pending = await(connection.commands().xpending(key, Script.bytes(group)));
    return pending.getCount() == 0 ? 0 : age(pending.getMessageIds().getLower().getValue());
  }

  private long letters(Keys keys, String stream) throws InterruptedException {
    var number = await(connection.commands().hget(keys.letters(), Script.bytes(stream)));
    return number == null ? 0 : Long.parseLong(PartitionReader.text(number));
  }

  private RedisFuture<List<StreamMessage<byte[], byte[]>>> after(byte[] key, String id, int most) {
    var range = Range.from(Range.Boundary.excluding(id), Range.Boundary.<String>unbounded());
    return connection.commands().xrange(key, range, Limit.from(most));
  }

  private double age(String id) {
    var millis = clock.millis() - EntryId.parse(id).millis();
    return Math.max(0, millis) / 1000.0;
  }

  private static long number(Info info, String name) {
    var number = info.number(name);
    return number == null ? 0 : number;
  }

  private static <T> T await(CompletionStage<T> reply) throws InterruptedException {
    return Connection.await(reply, REPLY);
  }
}
