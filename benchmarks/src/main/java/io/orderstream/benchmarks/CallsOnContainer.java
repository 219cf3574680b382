package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.CallTaker.CONTAINER;

import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;

/**
 * Calls as Spring Data Redis's reference documentation would have them taken: one stream, one
 * subscription, a listener that uses the template, and so one call at a time.
 */
record CallsOnContainer(StringRedisTemplate redis)
    implements StreamListener<String, MapRecord<String, String, String>> {

  static AutoCloseable start(int port) {
    var container = new Container(port, false);
    container.receive(CONTAINER.calls(0), new CallsOnContainer(container.redis));
    return container.start();
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = CONTAINER.caller(Deposits.subject(entry.getValue()));
    var taken = Calls.take(entry.getValue(), redis.opsForHash().get(key, "s"));
    redis.opsForHash().put(key, "s", taken.state());
    redis.opsForStream().add(CONTAINER.answers(0), taken.event());
    redis.opsForStream().acknowledge(Contender.GROUP, entry);
  }
}
