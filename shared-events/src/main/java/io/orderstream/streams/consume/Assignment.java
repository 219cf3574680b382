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
 * Who should own which partition: rendezvous hashing over the living consumers, each of them given
 * its share, rounded down, or one more where the shares leave some over. Every consumer comes to
 * the same result by itself.
 */
final class Assignment {

  private Assignment() {}

  private record Wish(long score, int partition, String consumer) {}

  /** The partitions that this consumer should own. */
  static Set<Integer> of(String consumer, Collection<String> living, int partitions) {
    var all = new TreeSet<>(living);
    all.add(consumer);
    var share = partitions / all.size();
    var over = partitions % all.size();
    var taken = new HashMap<Integer, String>();
    var load = new HashMap<String, Integer>();
    for (var wish : wishes(all, partitions)) {
      var has = load.getOrDefault(wish.consumer(), 0);
      if ((has < share || (has == share && over > 0))
          && taken.putIfAbsent(wish.partition(), wish.consumer()) == null) {
        load.put(wish.consumer(), has + 1);
        over -= has == share ? 1 : 0;
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
