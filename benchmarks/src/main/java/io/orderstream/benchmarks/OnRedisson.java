package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;
import static io.orderstream.benchmarks.Contender.REDISSON;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.redisson.Redisson;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * The work as a user of Redisson writes it first: one stream, so that events keep their order, and
 * a thread that reads 256 entries at a time and calls RMap and RStream for each.
 */
final class OnRedisson {

  private static final Duration POLL = Duration.ofMillis(100);

  private OnRedisson() {}

  static RedissonClient client(int port) {
    var config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.useSingleServer().setAddress("redis://localhost:" + port);
    return Redisson.create(config);
  }

  static RStream<String, String> deposits(
      RedissonClient client, Contender contender, int partition) {
    RStream<String, String> stream = client.getStream(contender.deposits(partition));
    stream.createGroup(StreamCreateGroupArgs.name(GROUP).id(StreamMessageId.ALL).makeStream());
    return stream;
  }

  static Map<StreamMessageId, Map<String, String>> read(RStream<String, String> stream) {
    return stream.readGroup(
        GROUP, "one", StreamReadGroupArgs.neverDelivered().count(256).timeout(POLL));
  }

  static AutoCloseable start(int port) {
    var client = client(port);
    var deposits = deposits(client, REDISSON, 0);
    RStream<String, String> balances = client.getStream(REDISSON.balances(0));
    var stopping = new AtomicBoolean();
    var thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!stopping.get()) {
                    read(deposits)
                        .forEach((id, fields) -> take(client, deposits, balances, id, fields));
                  }
                });
    return () -> {
      stopping.set(true);
      thread.join();
      client.shutdown();
    };
  }

  private static void take(
      RedissonClient client,
      RStream<String, String> deposits,
      RStream<String, String> balances,
      StreamMessageId id,
      Map<String, String> fields) {
    var account = client.<String, String>getMap(REDISSON.account(Deposits.subject(fields)));
    var taken = Deposits.take(fields, account.get("s"));
    account.fastPut("s", taken.state());
    balances.add(StreamAddArgs.entries(taken.event()));
    deposits.ack(GROUP, id);
  }
}
