package io.orderstream.stack.watch;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** Follows all event streams from now on and keeps, for each order, what happened to it. */
final class StreamTail {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Limit PAGE = Limit.from(1000);
  private static final List<String> STREAMS = List.of("order", "payment", "notification");
  private static final List<String> GROUPS =
      List.of("order-service", "payment-service", "notification-service");

  private final RedisClusterCommands<String, String> redis;
  private final int partitions;
  private final long lettersBefore;
  private final Map<String, String> lastIds = new LinkedHashMap<>();
  private final Map<String, List<String>> happened = new ConcurrentHashMap<>();
  private long seen;

  StreamTail(RedisClusterCommands<String, String> redis) {
    this.redis = redis;
    this.partitions = Integer.parseInt(redis.hget("streams:config", "partitions"));
    for (var stream : STREAMS) {
      for (var n = 0; n < partitions; n++) {
        var key = "events:" + stream + ":{" + n + "}";
        lastIds.put(key, newest(key));
      }
    }
    this.lettersBefore = letters();
  }

  private String newest(String key) {
    var last = redis.xrevrange(key, Range.unbounded(), Limit.from(1));
    return last.isEmpty() ? "0-0" : last.getFirst().getId();
  }

  /** Takes what was appended since the last call; does nothing while Redis is away. */
  void follow() {
    try {
      for (var key : lastIds.keySet()) {
        follow(key);
      }
    } catch (RedisException away) {
      // the next call goes on where this one stopped
    }
  }

  private void follow(String key) {
    List<StreamMessage<String, String>> page;
    do {
      var after = Range.from(Boundary.excluding(lastIds.get(key)), Boundary.<String>unbounded());
      page = redis.xrange(key, after, PAGE);
      for (var entry : page) {
        take(entry.getBody());
        lastIds.put(key, entry.getId());
      }
    } while (!page.isEmpty());
  }

  /** How many entries there were so far. */
  long seen() {
    return seen;
  }

  private void take(Map<String, String> fields) {
    seen++;
    var subject = fields.get("subject");
    var type = fields.get("type");
    if (subject != null && type != null) {
      happened
          .computeIfAbsent(subject, order -> new CopyOnWriteArrayList<>())
          .add(name(type, fields));
    }
  }

  /** A notification's type doesn't say what it was about. */
  private static String name(String type, Map<String, String> fields) {
    return type.startsWith("notification.")
        ? type + " " + JSON.readTree(fields.get("data")).path("kind").asString("")
        : type;
  }

  /**
   * The types of the events of an order; those of one stream in their order. A notification's has
   * its kind behind it, as in {@code notification.sent.v1 CONFIRMED}.
   */
  List<String> of(String orderId) {
    return happened.getOrDefault(orderId, List.of());
  }

  /** How many events say what another said of the same order before. */
  long duplicates(Iterable<String> orderIds) {
    var count = 0L;
    for (var orderId : orderIds) {
      var events = of(orderId);
      count += events.size() - events.stream().distinct().count();
    }
    return count;
  }

  /** How many dead letters were added since this was made. */
  long deadLetters() {
    return letters() - lettersBefore;
  }

  private long letters() {
    var keys = new ArrayList<String>();
    for (var group : GROUPS) {
      for (var n = 0; n < partitions; n++) {
        keys.add("dead:" + group + ":{" + n + "}");
      }
    }
    return keys.stream().mapToLong(redis::xlen).sum();
  }
}
