package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.ENGINE;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Collection;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/**
 * How long each deposit waited from being appended to its effect, both by Redis's clock: the ids of
 * the deposit and of the event that its effect published.
 */
final class Waits {

  private static final int PAGE = 2_000;

  private record Times(long appended, long effect) {}

  private final TreeMap<Integer, Times> all = new TreeMap<>();

  /**
   * @throws IllegalStateException when a deposit took effect twice, or not at all
   */
  Waits(RedisCommands<String, String> redis) {
    each(
        redis,
        ENGINE::deposits,
        (entry, number) -> all.put(number, new Times(millis(entry), Long.MIN_VALUE)));
    each(redis, ENGINE::balances, this::tookEffect);
    all.forEach(
        (number, times) ->
            Workload.expect(
                "effects of deposit " + number, 1, times.effect == Long.MIN_VALUE ? 0 : 1));
  }

  private void tookEffect(StreamMessage<String, String> entry, int number) {
    var times = all.get(number);
    if (times == null || times.effect != Long.MIN_VALUE) {
      throw new IllegalStateException("deposit " + number + " took effect twice, or was none");
    }
    all.put(number, new Times(times.appended, millis(entry)));
  }

  private static void each(
      RedisCommands<String, String> redis,
      IntFunction<String> stream,
      ObjIntConsumer<StreamMessage<String, String>> to) {
    for (int partition = 0; partition < ENGINE.partitions; partition++) {
      var key = stream.apply(partition);
      var page = redis.xrange(key, Range.unbounded(), Limit.from(PAGE));
      while (!page.isEmpty()) {
        page.forEach(entry -> to.accept(entry, number(entry)));
        var last = Range.Boundary.excluding(page.getLast().getId());
        page = redis.xrange(key, Range.from(last, Range.Boundary.unbounded()), Limit.from(PAGE));
      }
    }
  }

  private static int number(StreamMessage<String, String> entry) {
    var data = Objects.requireNonNull(entry.getBody().get("data"));
    return Json.MAPPER.readTree(data).required("number").asInt();
  }

  private static long millis(StreamMessage<String, String> entry) {
    return Long.parseLong(entry.getId().substring(0, entry.getId().indexOf('-')));
  }

  /**
   * @throws IllegalStateException when Redis said that it has one which isn't there
   */
  void checkThereAre(Collection<Integer> acknowledged) {
    for (var number : acknowledged) {
      Workload.expect("deposits of number " + number, 1, all.containsKey(number) ? 1 : 0);
    }
  }

  /** In milliseconds, of the deposits appended between these times, the shortest first. */
  long[] between(long fromMillis, long toMillis) {
    return all.values().stream()
        .filter(each -> each.appended >= fromMillis && each.appended <= toMillis)
        .mapToLong(each -> each.effect - each.appended)
        .sorted()
        .toArray();
  }

  int count() {
    return all.size();
  }
}
