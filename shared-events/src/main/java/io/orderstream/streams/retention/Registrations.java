package io.orderstream.streams.retention;

import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Which groups read which streams, and who publishes them, as all services say in {@code
 * streams:config}: the fields {@code reads:<stream>:<group>} and {@code
 * publishes:<stream>:<group>}, each with the time it was first said.
 *
 * <p>Nothing is ever taken out by itself: a group that is away for a month still wants its entries.
 * The group of a service that is gone for good is taken out by hand, with {@code HDEL
 * streams:config reads:<stream>:<group>}. A service that still runs puts itself in again.
 */
public final class Registrations {

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final byte[] CONFIG = Script.bytes("streams:config");

  private final Connection connection;
  private final String group;
  private final Collection<String> reads;
  private final Supplier<Set<String>> publishes;
  private final InstantSource clock;

  /**
   * @param group of this service
   * @param reads the streams that it has handlers for
   * @param publishes the streams that it published to so far
   */
  public Registrations(
      Connection connection,
      String group,
      Collection<String> reads,
      Supplier<Set<String>> publishes,
      InstantSource clock) {
    this.connection = connection;
    this.group = group;
    this.reads = List.copyOf(reads);
    this.publishes = publishes;
    this.clock = clock;
  }

  /** All registrations at one moment. */
  record Registered(Set<String> fields, String group) {

    Set<String> readersOf(String stream) {
      var readers = new TreeSet<String>();
      var prefix = reads(stream, "");
      for (var field : fields) {
        if (field.startsWith(prefix)) {
          readers.add(field.substring(prefix.length()));
        }
      }
      return readers;
    }

    /** The streams that this service publishes, or did before it was started anew. */
    Set<String> published() {
      var published = new TreeSet<String>();
      for (var field : fields) {
        var parts = field.split(":", 3);
        if (parts.length == 3 && parts[0].equals("publishes") && parts[2].equals(group)) {
          published.add(parts[1]);
        }
      }
      return published;
    }
  }

  private static String reads(String stream, String group) {
    return "reads:" + stream + ":" + group;
  }

  /**
   * Makes sure that this service is registered; must be done before its group reads.
   *
   * @return what all services say
   */
  public Registered register() throws InterruptedException {
    var fields = new TreeSet<String>();
    for (var field : Connection.await(connection.commands().hkeys(CONFIG), REPLY)) {
      fields.add(new String(field, StandardCharsets.UTF_8));
    }
    for (var own : own()) {
      if (fields.add(own)) {
        var since = Script.bytes(clock.instant().toString());
        Connection.await(connection.commands().hsetnx(CONFIG, Script.bytes(own), since), REPLY);
      }
    }
    return new Registered(fields, group);
  }

  private List<String> own() {
    var own = new ArrayList<String>();
    reads.forEach(stream -> own.add(reads(stream, group)));
    publishes.get().forEach(stream -> own.add("publishes:" + stream + ":" + group));
    return own;
  }
}
