package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.CONTAINER;
import static io.orderstream.benchmarks.Contender.GROUP;

import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;

/**
 * The work as Spring Data Redis's reference documentation would have it: one stream, one
 * subscription, a listener that uses the template; entries are read 256 at a time.
 */
record OnContainer(StringRedisTemplate redis)
    implements StreamListener<String, MapRecord<String, String, String>> {

  static AutoCloseable start(int port) {
    var container = new Container(port, false);
    container.receive(CONTAINER.deposits(0), new OnContainer(container.redis));
    return container.start();
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = CONTAINER.account(Deposits.subject(entry.getValue()));
    var taken = Deposits.take(entry.getValue(), redis.opsForHash().get(key, "s"));
    redis.opsForHash().put(key, "s", taken.state());
    redis.opsForStream().add(CONTAINER.balances(0), taken.event());
    redis.opsForStream().acknowledge(GROUP, entry);
  }
}
