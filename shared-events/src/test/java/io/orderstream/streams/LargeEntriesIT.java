package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I6: how much memory a service needs doesn't depend on how large the entries are that wait for it.
 *
 * <p>Seen red (the heap is full) when entries in hand are bounded by their number alone.
 */
class LargeEntriesIT {

  private static final int ENTRIES = 300;
  private static final int MEGABYTE = 1 << 20;

  @AutoClose private final Scene scene = new Scene();

  @Test
  void moreLargeEntriesThanTheHeapHoldsAreAllHandled() {
    allAreHandled(ENTRIES);
  }

  @Test
  void moreLargeEntriesOfAFewOrdersThanTheHeapHoldsAreAllHandled() {
    allAreHandled(4);
  }

  private void allAreHandled(int orders) {
    publish(orders);
    var reader = scene.holdingReader(1); // in 256 MB
    await().atMost(Scene.PATIENCE).until(() -> reader.said("holding") >= Math.min(orders, 8));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Scene.PATIENCE)
        .until(() -> reader.isAlive() && (orders < ENTRIES || scene.pending() < 100));

    reader.tell("go on");

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == ENTRIES);
    assertThat(reader.output()).doesNotContain("OutOfMemoryError");
    scene.assertOnceInOrder(orders, ENTRIES / orders);
  }

  private void publish(int orders) {
    scene.publish(1, 1, 1);
    var key = Scene.key("count", Scene.partitionOf("c-0"));
    var event = scene.redis().commands().xrange(key, Range.unbounded()).getFirst();
    scene.redis().commands().xdel(key, event.getId());
    for (var n = 0; n < ENTRIES; n++) {
      var subject = "c-" + n % orders;
      var number = "\"number\":" + (n / orders + 1);
      var large = new HashMap<>(event.getBody());
      large.replaceAll(
          (name, value) -> value.replace("c-0", subject).replace("\"number\":1", number));
      large.put("note", "x".repeat(MEGABYTE));
      scene.redis().commands().xadd(Scene.key("count", Scene.partitionOf(subject)), large);
    }
  }
}
