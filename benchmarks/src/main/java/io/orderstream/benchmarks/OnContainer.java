package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.CONTAINER;
import static io.orderstream.benchmarks.Contender.GROUP;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer.StreamMessageListenerContainerOptions;

/**
 * The work as Spring Data Redis's reference documentation would have it: one stream, one
 * subscription, a listener that uses the template; entries are read 256 at a time.
 */
record OnContainer(StringRedisTemplate redis)
    implements StreamListener<String, MapRecord<String, String, String>> {

  static AutoCloseable start(int port) {
    var context = Context.start(port, false);
    var redis = context.getBean(StringRedisTemplate.class);
    var options = StreamMessageListenerContainerOptions.builder().batchSize(256).build();
    var container =
        StreamMessageListenerContainer.create(
            context.getBean(RedisConnectionFactory.class), options);
    var stream = CONTAINER.deposits(0);
    redis.opsForStream().createGroup(stream, ReadOffset.from("0-0"), GROUP);
    container.receive(
        Consumer.from(GROUP, "one"),
        StreamOffset.create(stream, ReadOffset.lastConsumed()),
        new OnContainer(redis));
    container.start();
    return () -> {
      container.stop();
      context.close();
    };
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = CONTAINER.account(Deposits.subject(entry));
    var taken = Deposits.take(entry, redis.opsForHash().get(key, "s"));
    redis.opsForHash().put(key, "s", taken.state());
    redis.opsForStream().add(CONTAINER.balances(0), taken.event());
    redis.opsForStream().acknowledge(GROUP, entry);
  }
}
