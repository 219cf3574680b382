package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;
import static io.orderstream.benchmarks.Contender.TUNED;

import java.util.concurrent.Executors;
import org.springframework.data.redis.connection.lettuce.LettuceConnection.PipeliningFlushPolicy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer.StreamMessageListenerContainerOptions;

/**
 * The work with what the container and the template offer for speed: eight streams, a subscription
 * and a thread for each, pooled connections, and the three writes of an entry in one pipeline that
 * is flushed once. The listener sees one entry at a time, so nothing can be shared among entries.
 */
record OnTunedContainer(StringRedisTemplate redis, int partition)
    implements StreamListener<String, MapRecord<String, String, String>> {

  static AutoCloseable start(int port) {
    var context = Context.start(port, true);
    var factory = context.getBean(LettuceConnectionFactory.class);
    factory.setPipeliningFlushPolicy(PipeliningFlushPolicy.flushOnClose());
    var redis = context.getBean(StringRedisTemplate.class);
    var threads = Executors.newFixedThreadPool(TUNED.partitions);
    var options =
        StreamMessageListenerContainerOptions.builder().batchSize(256).executor(threads).build();
    var container = StreamMessageListenerContainer.create(factory, options);
    for (int partition = 0; partition < TUNED.partitions; partition++) {
      var stream = TUNED.deposits(partition);
      redis.opsForStream().createGroup(stream, ReadOffset.from("0-0"), GROUP);
      container.receive(
          Consumer.from(GROUP, "one"),
          StreamOffset.create(stream, ReadOffset.lastConsumed()),
          new OnTunedContainer(redis, partition));
    }
    container.start();
    return () -> {
      container.stop();
      threads.shutdownNow();
      context.close();
    };
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = TUNED.account(Deposits.subject(entry));
    var taken = Deposits.take(entry, redis.opsForHash().get(key, "s"));
    redis.executePipelined(
        new SessionCallback<Object>() {
          @Override
          @SuppressWarnings({"unchecked", "NullAway"}) // pipelined calls return nothing
          public <K, V> Object execute(RedisOperations<K, V> pipelined) {
            var operations = (RedisOperations<String, String>) pipelined;
            operations.opsForHash().put(key, "s", taken.state());
            operations.opsForStream().add(TUNED.balances(partition), taken.event());
            operations.opsForStream().acknowledge(GROUP, entry);
            return null;
          }
        });
  }
}
