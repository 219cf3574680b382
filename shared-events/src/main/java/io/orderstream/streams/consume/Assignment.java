package io.orderstream.streams.consume;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Who should own which partition: rendezvous hashing over the living consumers, with no consumer
 * given more than its share, rounded up. Every consumer comes to the same result by itself.
 */
final class Assignment {

  private Assignment() {}

  private record Wish(long score, int partition, String consumer) {}

  /** The partitions that this consumer should own. */
  static Set<Integer> of(String consumer, Collection<String> living, int partitions) {
    var all = new TreeSet<>(living);
    all.add(consumer);
    var share = (partitions + all.size() - 1) / all.size();
    var taken = new HashMap<Integer, String>();
    var load = new HashMap<String, Integer>();
    for (var wish : wishes(all, partitions)) {
      if (load.getOrDefault(wish.consumer(), 0) < share
          && taken.putIfAbsent(wish.partition(), wish.consumer()) == null) {
        load.merge(wish.consumer(), 1, Integer::sum);
      }
    }
    var mine = new TreeSet<Integer>();
    for (Map.Entry<Integer, String> each : taken.entrySet()) {
      if (each.getValue().equals(consumer)) {
        mine.add(each.getKey());
      }
    }
    return mine;
  }

  private static List<Wish> wishes(Set<String> consumers, int partitions) {
    var wishes = new ArrayList<Wish>();
    for (var consumer : consumers) {
      for (int n = 0; n < partitions; n++) {
        wishes.add(new Wish(score(consumer, n), n, consumer));
      }
    }
    wishes.sort(
        (a, b) ->
            a.score() != b.score()
                ? Long.compare(b.score(), a.score())
                : a.consumer().compareTo(b.consumer()));
    return wishes;
  }

  private static long score(String consumer, int partition) {
    var crc = new CRC32C();
    crc.update((partition + "@" + consumer).getBytes(StandardCharsets.UTF_8));
    var mixed = crc.getValue() * 0x9E3779B97F4A7C15L;
    return ((mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L) >>> 1;
  }
}
