package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What other consumers did meanwhile, or left behind.
 *
 * <p>Seen red when a reader goes on waiting behind the last entry that it read itself, when an
 * owner reports partitions that others hold, and when consumers that are gone stay.
 */
class OvertakenIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  @SuppressWarnings("unchecked") // of Lettuce's varargs
  void anOwnerThatIsBackWaitsBehindWhatOthersReadMeanwhile() {
    scene.reader(Scene.TAKE);
    scene.publish(1, 1, 1);
    scene.awaitSeen(1);
    var n = Scene.partitionOf("c-0");
    var redis = scene.redis().commands();

    hold(n, Duration.ofSeconds(3));
    await().atMost(Scene.PATIENCE).until(() -> reader(n).isEmpty());
    scene.publish(1, 2, 2);
    var another = Consumer.from("reader", "another");
    var read = redis.xreadgroup(another, StreamOffset.lastConsumed(Scene.key("count", n)));
    redis.xack(Scene.key("count", n), "reader", read.getFirst().getId());
    await()
        .atMost(Scene.PATIENCE)
        .until(() -> String.valueOf(redis.get("lease:reader:{" + n + "}")).startsWith("reader-"));

    // each of 8 idle partitions waits for 5 s at a time; one that doesn't wait asks thousands
    redis.configResetstat();
    await().during(Duration.ofSeconds(3)).atMost(Scene.PATIENCE).until(() -> calls("xread") < 20);
  }

  /** The consumers of ours that the partition's lease is good for. */
  private String reader(int partition) {
    var holder = String.valueOf(scene.redis().commands().get("lease:reader:{" + partition + "}"));
    return holder.startsWith("another") ? "" : holder;
  }

  private void hold(int partition, Duration time) {
    scene
        .redis()
        .commands()
        .set("lease:reader:{" + partition + "}", "another/1", SetArgs.Builder.px(time.toMillis()));
  }

  private long calls(String command) {
    return scene
        .redis()
        .commands()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".*:calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void partitionsThatOthersHoldAreNotReported() {
    var reader = scene.reader(Scene.TAKE);
    scene.publish(8, 1, 1);
    scene.awaitSeen(8);
    await().atMost(Scene.PATIENCE).until(() -> owned(reader) == Scene.PARTITIONS);

    // again and again, as who holds a lease does: ours renews what it takes for its own once more
    await().atMost(Scene.PATIENCE).until(() -> holdAll() && owned(reader) == 0);
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      scene.redis().commands().del("lease:reader:{" + n + "}");
    }
    await().atMost(Scene.PATIENCE).until(() -> owned(reader) == Scene.PARTITIONS);
  }

  private boolean holdAll() {
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      hold(n, Duration.ofMinutes(10));
    }
    return true;
  }

  private static double owned(Service reader) {
    return reader.meter("streams.partitions.owned");
  }

  @Test
  void consumersThatAreGoneAndHoldNothingAreDeleted() {
    for (int i = 1; i <= 3; i++) {
      var passing = scene.reader(Scene.TAKE);
      scene.publish(8, i, i);
      scene.awaitSeen(8L * i);
      passing.close();
    }
    scene.reader(Scene.TAKE);
    scene.publish(8, 4, 4);
    scene.awaitSeen(32);

    for (int n = 0; n < Scene.PARTITIONS; n++) {
      assertThat(scene.redis().commands().xinfoConsumers(Scene.key("count", n), "reader"))
          .hasSizeLessThanOrEqualTo(1);
    }
  }
}
