package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.CallTaker.TUNED;

import java.util.function.UnaryOperator;
import org.springframework.data.redis.connection.lettuce.LettuceConnection.PipeliningFlushPolicy;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;

/**
 * Calls with what the container and the template offer for speed, see {@link OnTunedContainer}: a
 * thread for each of eight streams, and so eight calls at a time.
 */
record CallsOnTunedContainer(StringRedisTemplate redis, int partition)
    implements StreamListener<String, MapRecord<String, String, String>> {

  static AutoCloseable start(int port) {
    return start(port, listener -> listener);
  }

  /**
   * Starts it with something before the listeners.
   *
   * @param before called once for each of them
   */
  static AutoCloseable start(
      int port, UnaryOperator<StreamListener<String, MapRecord<String, String, String>>> before) {
    var container = new Container(port, true);
    container.factory.setPipeliningFlushPolicy(PipeliningFlushPolicy.flushOnClose());
    for (int partition = 0; partition < TUNED.partitions; partition++) {
      container.receive(
          TUNED.calls(partition),
          before.apply(new CallsOnTunedContainer(container.redis, partition)));
    }
    return container.start();
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = TUNED.caller(Deposits.subject(entry.getValue()));
    var taken = Calls.take(entry.getValue(), redis.opsForHash().get(key, "s"));
    OnTunedContainer.write(redis, key, taken, TUNED.answers(partition), entry);
  }
}
