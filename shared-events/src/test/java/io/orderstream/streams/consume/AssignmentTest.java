package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Who owns what, for up to 1,024 partitions and 100 consumers.
 *
 * <p>Nobody has more than the even share, rounded up. When one leaves, what it had moves; measured
 * over 800 memberships, of all partitions 2 % more move on average, one time in a hundred more than
 * 15 %, and 22 % at worst, where the shares were even and leave no room.
 *
 * <p>Seen red when the share isn't looked at, and when the hash leaves out the consumer.
 */
class AssignmentTest {

  @Property(tries = 60)
  void eachPartitionHasOneOwnerAndFewMoveWhenOneLeavesOrComes(
      @ForAll @IntRange(min = 1, max = 1024) int partitions,
      @ForAll @IntRange(min = 2, max = 100) int consumers,
      @ForAll int salt) {
    var more = IntStream.range(0, consumers).mapToObj(i -> "service-" + salt + "-" + i).toList();
    var fewer = more.subList(0, consumers - 1);

    var before = owners(more, partitions);
    var after = owners(fewer, partitions);

    assertThat(before).hasSize(partitions);
    assertThat(after).hasSize(partitions);
    assertThat(most(before)).isLessThanOrEqualTo((partitions + consumers - 1) / consumers);
    var leaving = more.getLast();
    var movedForNoNeed =
        before.entrySet().stream()
            .filter(was -> !was.getValue().equals(leaving))
            .filter(was -> !was.getValue().equals(after.get(was.getKey())))
            .count();
    assertThat(movedForNoNeed).isLessThanOrEqualTo(4 + partitions / 3);
  }

  /** As each consumer sees it for itself. */
  private static Map<Integer, String> owners(List<String> living, int partitions) {
    var owners = new HashMap<Integer, String>();
    for (var consumer : living) {
      for (var partition : Assignment.of(consumer, living, partitions)) {
        assertThat(owners.put(partition, consumer)).isNull();
      }
    }
    return owners;
  }

  private static long most(Map<Integer, String> owners) {
    var loads = new HashMap<String, Long>();
    owners.values().forEach(owner -> loads.merge(owner, 1L, Long::sum));
    return loads.values().stream().mapToLong(load -> load).max().orElse(0);
  }
}
