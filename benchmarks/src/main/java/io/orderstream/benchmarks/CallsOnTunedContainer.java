package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.CallTaker.TUNED;

import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnection.PipeliningFlushPolicy;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;

/**
 * Calls with what the container and the template offer for speed, see {@link OnTunedContainer}: a
 * thread for each of eight streams, and so eight calls at a time, or what is before it has.
 *
 * @param running a permit for each call that may run
 */
record CallsOnTunedContainer(StringRedisTemplate redis, int partition, Semaphore running)
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
    var running = new Semaphore(CallTaker.IN_FLIGHT);
    for (int partition = 0; partition < TUNED.partitions; partition++) {
      container.receive(
          TUNED.calls(partition),
          before.apply(new CallsOnTunedContainer(container.redis, partition, running)));
    }
    return container.start();
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    var key = TUNED.caller(Deposits.subject(entry.getValue()));
    var state = redis.opsForHash().get(key, "s");
    OnTunedContainer.write(redis, key, take(entry, state), TUNED.answers(partition), entry);
  }

  private Deposits.Taken take(MapRecord<String, String, String> entry, @Nullable Object state) {
    running.acquireUninterruptibly();
    try {
      return Calls.take(entry.getValue(), state);
    } finally {
      running.release();
    }
  }
}
