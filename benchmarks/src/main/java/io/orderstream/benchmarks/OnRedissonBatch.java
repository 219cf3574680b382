package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;
import static io.orderstream.benchmarks.Contender.REDISSON_BATCH;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;

/**
 * The work with what Redisson offers for speed: eight streams and a virtual thread for each, which
 * reads 256 entries, loads their states in one RBatch, and writes all in another. Not atomic.
 */
final class OnRedissonBatch {

  private OnRedissonBatch() {}

  static AutoCloseable start(int port) {
    var client = OnRedisson.client(port);
    var stopping = new AtomicBoolean();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    for (int n = 0; n < REDISSON_BATCH.partitions; n++) {
      var partition = n;
      var deposits = OnRedisson.deposits(client, REDISSON_BATCH, n);
      threads.execute(
          () -> {
            while (!stopping.get()) {
              take(client, deposits, partition);
            }
          });
    }
    return () -> {
      stopping.set(true);
      threads.close();
      client.shutdown();
    };
  }

  private static void take(RedissonClient client, RStream<String, String> deposits, int partition) {
    var entries = OnRedisson.read(deposits);
    if (entries.isEmpty()) {
      return;
    }
    var loads = client.createBatch();
    for (var fields : entries.values()) {
      var unused = loads.getMap(account(fields)).getAsync("s");
    }
    List<?> states = loads.execute().getResponses();
    var writes = client.createBatch();
    var n = 0;
    for (var fields : entries.values()) {
      var taken = Deposits.take(fields, states.get(n++));
      var unused = writes.getMap(account(fields)).fastPutAsync("s", taken.state());
      var unusedToo =
          writes
              .<String, String>getStream(REDISSON_BATCH.balances(partition))
              .addAsync(StreamAddArgs.entries(taken.event()));
    }
    var ids = new ArrayList<>(entries.keySet()).toArray(StreamMessageId[]::new);
    var unused = writes.getStream(REDISSON_BATCH.deposits(partition)).ackAsync(GROUP, ids);
    writes.execute();
  }

  private static String account(Map<String, String> fields) {
    return REDISSON_BATCH.account(Deposits.subject(fields));
  }
}
