package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;
import static io.orderstream.benchmarks.Contender.TUNED;

import org.springframework.data.redis.connection.lettuce.LettuceConnection.PipeliningFlushPolicy;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;

/**
 * The work with what the container and the template offer for speed: eight streams, a subscription
 * and a thread for each, pooled connections, and the three writes of an entry in one pipeline that
 * is flushed once. The listener sees one entry at a time, so nothing can be shared among entries.
 */
record OnTunedContainer(StringRedisTemplate redis, int partition)
    implements StreamListener<String, MapRecord<String, String, String>> {

  static AutoCloseable start(int port) {
    var container = new Container(port, true);
    container.factory.setPipeliningFlushPolicy(PipeliningFlushPolicy.flushOnClose());
    for (int partition = 0; partition < TUNED.partitions; partition++) {
      container.receive(
          TUNED.deposits(partition), new OnTunedContainer(container.redis, partition));
    }
    return container.start();
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = TUNED.account(Deposits.subject(entry.getValue()));
    var taken = Deposits.take(entry.getValue(), redis.opsForHash().get(key, "s"));
    write(redis, key, taken, TUNED.balances(partition), entry);
  }

  /** State, event and ack in one pipeline. */
  static void write(
      StringRedisTemplate redis,
      String key,
      Deposits.Taken taken,
      String stream,
      MapRecord<String, String, String> entry) {
    redis.executePipelined(
        new SessionCallback<Object>() {
          @Override
          @SuppressWarnings({"unchecked", "NullAway"}) // pipelined calls return nothing
          public <K, V> Object execute(RedisOperations<K, V> pipelined) {
            var operations = (RedisOperations<String, String>) pipelined;
            operations.opsForHash().put(key, "s", taken.state());
            operations.opsForStream().add(stream, taken.event());
            operations.opsForStream().acknowledge(GROUP, entry);
            return null;
          }
        });
  }
}
