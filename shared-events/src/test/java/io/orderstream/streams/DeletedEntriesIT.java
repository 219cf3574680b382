package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Entries that someone deletes while they are pending are counted as lost; the others go on.
 *
 * <p>Seen red when they aren't counted, and when nothing pending is claimed.
 */
class DeletedEntriesIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void pendingEntriesThatWereDeletedAreCountedAndHoldUpNothing() {
    var killed = scene.holdingReader(0);
    scene.publish(20, 1, 2);
    await()
        .atMost(Scene.PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class) // no group yet
        .until(() -> scene.pending() == 40);
    killed.kill();
    var deleted = 0;
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      var key = Scene.key("count", n);
      var last = scene.redis().commands().xrevrange(key, Range.unbounded(), Limit.from(1));
      if (!last.isEmpty()) {
        var id = last.getFirst().getId();
        scene.redis().commands().hset(retries(n), "count/" + id, "1 1"); // as if it had failed
        scene.redis().commands().xdel(key, id);
        deleted++;
      }
    }

    var reader = scene.reader(Scene.TAKE);

    scene.awaitSeen(40 - deleted);
    assertThat(reader.meter("streams.lost")).isEqualTo(deleted).isPositive();
    assertThat(scene.length("seen")).isEqualTo(40 - deleted);
    assertThat(scene.on("seen").values())
        .allSatisfy(numbers -> assertThat(numbers).isIn(List.of(1, 2), List.of(1)));
    assertThat(IntStream.range(0, Scene.PARTITIONS))
        .allSatisfy(n -> assertThat(scene.redis().commands().exists(retries(n))).isZero());
    assertThat(IntStream.range(0, 20).mapToObj(c -> scene.state("c-" + c))).doesNotContainNull();
  }

  private static String retries(int partition) {
    return "retry:reader:{" + partition + "}";
  }
}
