package io.orderstream.streams.consume;

import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.redis.Connection;
import java.time.InstantSource;
import java.util.Map;

/** What the owner of a partition works with. */
record Tools(
    Keys partition,
    int partitions,
    String consumer,
    Map<String, Subscription> subscriptions,
    Connection connection,
    Loader loader,
    HeldEntries held,
    Letters letters,
    Codec codec,
    RetryPolicy retries,
    FirstCalls firstCalls,
    InstantSource clock,
    GroupListener listener) {

  /** What a type is called that the service doesn't know. */
  static final String UNKNOWN = "unknown";

  /**
   * @throws NonRetryableException where there is none
   */
  Subscription subscription(Entry entry) {
    var subscription = subscriptions.get(entry.stream());
    if (subscription == null) {
      throw new NonRetryableException("there is no handler for the stream " + entry.stream());
    }
    return subscription;
  }

  /** Whether the handler of its stream is for other events. */
  boolean isIgnored(Entry entry) {
    var subscription = subscriptions.get(entry.stream());
    if (subscription == null || subscription.types().ignored().isEmpty()) {
      return false;
    }
    var type = entry.field("type");
    return type != null && subscription.types().ignored().contains(type);
  }

  /** The type for metrics; what isn't a type of ours must not make new ones. */
  String type(Entry entry) {
    var subscription = subscriptions.get(entry.stream());
    var type = entry.field("type");
    return subscription != null && type != null && subscription.types().knows(type)
        ? type
        : UNKNOWN;
  }
}
