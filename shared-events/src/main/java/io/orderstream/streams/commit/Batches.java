package io.orderstream.streams.commit;

import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Unit.Result;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes units of one partition in batches, each atomically. */
final class Batches {

  private static final Script COMMIT = new Script("commit");
  private static final Script SETTLE = new Script("settle");
  private static final Duration REPLY = Duration.ofSeconds(10);

  /** How long replicas may take. */
  private static final Duration REPLICATED = Duration.ofSeconds(2);

  private static final Long DONE = 1L;
  private static final Long ALREADY = 2L;
  private static final byte[] EMPTY = {};

  private final Connection connection;
  private final Keys partition;
  private final long maxLength;
  private final int replicas;

  /**
   * How a batch fared.
   *
   * @param results of each unit; null where Redis refused it, which it says why when it is sent
   *     alone
   * @param tooFew null, or why what was written is not as safe as it is to be
   */
  record Written(List<@Nullable Result> results, @Nullable RedisException tooFew) {}

  /**
   * @param connection where replicas are to confirm, one to the partition's master alone
   * @param maxLength the length at which a stream takes no more commands
   * @param replicas how many replicas must have what was written
   */
  Batches(Connection connection, Keys partition, long maxLength, int replicas) {
    this.connection = connection;
    this.partition = partition;
    this.maxLength = maxLength;
    this.replicas = replicas;
  }

  /**
   * @param token under which the lease must be held
   * @param units which all change their entities, or none of them does
   * @throws RedisException when nothing was written, or it isn't known whether anything was
   */
  Written write(String token, List<Unit> units) throws InterruptedException {
    if (!units.getFirst().kind().changesTheEntity()) {
      var settled = new Settlements(partition, token, units);
      var replies = Connection.await(SETTLE.run(connection, settled.keys, settled.args), REPLY);
      return new Written(results(replies), null);
    }
    var changes = new Changes(partition, token, units, maxLength);
    if (replicas == 0) {
      var replies = Connection.await(COMMIT.run(connection, changes.keys, changes.args), REPLY);
      return new Written(results(replies), null);
    }
    var master = connection.commands(); // over one connection: WAIT is about what this one wrote
    var replies =
        Connection.await(
            COMMIT.run(master, connection::flush, connection::heard, changes.keys, changes.args),
            REPLY);
    if (!replies.contains(DONE) && !replies.contains(ALREADY)) {
      return new Written(results(replies), null);
    }
    if (!replies.contains(DONE)) {
      // WAIT is about what its connection wrote, and what was done before came over another one
      Connection.await(master.set(partition.replicated(), EMPTY), REPLY);
    }
    var have =
        Connection.await(
            master.waitForReplication(replicas, REPLICATED.toMillis()), REPLICATED.plus(REPLY));
    var tooFew =
        have < replicas
            ? new RedisException(
                "it was written, but %d of %d replicas have it".formatted(have, replicas))
            : null;
    return new Written(results(replies), tooFew);
  }

  /** See {@link Connection#leave}. */
  void leave(RedisException failure, long askedNanos) {
    connection.leave(failure, askedNanos);
  }

  private static List<@Nullable Result> results(List<Object> replies) {
    var results = new ArrayList<@Nullable Result>(replies.size());
    for (var reply : replies) {
      results.add(
          switch (((Long) reply).intValue()) {
            case 1 -> Result.DONE;
            case 2 -> Result.ALREADY;
            case 4 -> Result.FULL;
            case 5 -> null;
            default -> Result.CONFLICT;
          });
    }
    return results;
  }
}
