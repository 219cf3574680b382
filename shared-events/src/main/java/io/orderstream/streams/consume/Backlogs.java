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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis what waits.
 *
 * <p>A few entries behind the last delivered one are counted. Of more, Redis's own lag is taken
 * where it can be relied upon: where no entry was ever deleted from the stream (Redis 7.0 goes on
 * counting wrong behind one, valkey#1951), and where it was not caught saying too much, as it does
 * for good when unread entries were trimmed. Else, and where Redis says that it doesn't know, all
 * of them are counted. See <a href="https://redis.io/docs/latest/commands/xinfo-groups/">XINFO
 * GROUPS</a>.
 */
public final class Backlogs {

  private static final Duration REPLY = Duration.ofSeconds(5);

  /** Entries may be large, and only their number matters. */
  private static final int PAGE = 100;

  private static final String NONE = "0-0";

  private final Connection connection;
  private final InstantSource clock;

  /** Of which groups, in which partitions, Redis was last seen to say too much. */
  private final Set<String> wrong = ConcurrentHashMap.newKeySet();

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
      var groups = await(connection.commands().xinfoGroups(key));
      var info = Info.of(await(connection.commands().xinfoStream(key))); // no shorter than they say
      for (var reply : groups) {
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
    var first =
        delivered.equals(info.text("last-generated-id"))
            ? List.<StreamMessage<byte[], byte[]>>of()
            : await(after(key, delivered, PAGE));
    var counted = (long) first.size();
    var where = keys + " " + stream;
    judge(where, is, counted < PAGE ? counted : length);
    var pending = number(is, "pending");
    return new Backlog(
        keys.group(),
        stream,
        partition,
        length,
        counted < PAGE ? counted : lag(where, key, info, is, delivered),
        pending,
        pending == 0 ? 0 : oldestPending(key, keys.group()),
        first.isEmpty() ? 0 : age(first.getFirst().getId()),
        letters(keys, stream));
  }

  private long lag(String where, byte[] key, Info info, Info is, String delivered)
      throws InterruptedException {
    var says = is.number("lag");
    var reliable = info.text("max-deleted-entry-id").equals(NONE) && !wrong.contains(where);
    return says != null && says >= PAGE && reliable ? says : count(key, delivered);
  }

  /** Whatever came after Redis said it makes the number no smaller. */
  private void judge(String where, Info is, long atMost) {
    if (number(is, "lag") > atMost) {
      wrong.add(where);
    } else if (atMost < PAGE) {
      wrong.remove(where);
    }
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
