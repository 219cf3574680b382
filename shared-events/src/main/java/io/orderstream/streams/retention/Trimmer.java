package io.orderstream.streams.retention;

import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import io.orderstream.streams.retention.Registrations.Registered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the streams that this service publishes behind all the groups that read them.
 *
 * <p>Only the publisher does, since who may cut a stream may destroy what stands in it. Each of its
 * instances does, whether it has handlers or not: the script decides by what Redis says at that
 * moment, so it does no harm to call it twice.
 */
public final class Trimmer implements AutoCloseable {

  private static final Script TRIM = new Script("trim");
  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final int PAGE = 1000;

  private final Retention retention;
  private final Connection connection;
  private final Registrations registrations;
  private final RetentionListener listener;
  private final Thread loop;
  private final Map<String, Map<String, String>> held = new HashMap<>();
  private boolean fails;

  public Trimmer(
      Retention retention,
      Connection connection,
      Registrations registrations,
      RetentionListener listener) {
    this.retention = retention;
    this.connection = connection;
    this.registrations = registrations;
    this.listener = listener;
    this.loop = Thread.ofVirtual().name("trimmer").unstarted(this::run);
  }

  public void start() {
    loop.start();
  }

  private void run() {
    try {
      while (true) {
        round();
        Thread.sleep(retention.interval());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at each partition of each stream once; what Redis refuses is tried in the next round. */
  public void round() throws InterruptedException {
    var asked = System.nanoTime();
    try {
      var registered = registrations.register();
      var failure = "";
      for (var stream : registered.published()) {
        failure = trim(stream, registered, failure);
      }
      say(failure);
    } catch (RedisException e) {
      connection.leave(e, asked);
      say(String.valueOf(e));
    } catch (RuntimeException | Error e) { // must not end the loop
      say(String.valueOf(e));
    }
  }

  private String trim(String stream, Registered registered, String before)
      throws InterruptedException {
    var failure = before;
    var holders = new TreeMap<String, String>();
    for (int n = 0; n < retention.partitions(); n++) {
      var asked = System.nanoTime();
      try {
        trim(stream, args(registered.readersOf(stream)), n, holders);
      } catch (RedisException e) {
        connection.leave(e, asked);
        failure = String.valueOf(e.getMessage());
      }
    }
    if (!holders.equals(held.getOrDefault(stream, Map.of()))) {
      held.put(stream, holders);
      listener.held(stream, holders);
    }
    return failure;
  }

  private void trim(String stream, List<byte[]> args, int partition, Map<String, String> holders)
      throws InterruptedException {
    var key = List.of(Keys.events(stream, partition));
    long cut;
    List<Object> reply;
    do {
      reply = Connection.await(TRIM.run(connection, key, args), REPLY);
      cut = (Long) reply.getFirst();
      if (cut > 0) {
        listener.trimmed(stream, cut);
      }
    } while (cut > 0);
    if (reply.size() > 1) {
      holders.put(text(reply.get(1)), text(reply.get(2)));
    }
  }

  private List<byte[]> args(Iterable<String> groups) {
    var args = new ArrayList<byte[]>();
    args.add(Script.bytes(retention.age().toMillis()));
    args.add(Script.bytes(retention.length()));
    args.add(Script.bytes(PAGE));
    groups.forEach(group -> args.add(Script.bytes(group)));
    return args;
  }

  private static String text(@Nullable Object bytes) {
    return new String((byte[]) java.util.Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
  }

  private void say(String failure) {
    if (fails == failure.isEmpty()) {
      fails = !failure.isEmpty();
      listener.trimming(fails, failure);
    }
  }

  /** Ends it; a call that is under way does no harm. */
  @Override
  public void close() {
    loop.interrupt();
  }
}
