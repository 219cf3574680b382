package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A handler of one record of a stream is called for that one; the others are acked, and leave
 * nothing.
 *
 * <p>Seen red when the others are handled like all, when they aren't acked as they are read, and
 * when they aren't as they are claimed; the last test when they don't gather.
 */
class IgnoredIT {

  private static final String COUNTER = "c-0";
  private static final String STREAM = Scene.key("kinds", Scene.partitionOf(COUNTER));

  @AutoClose private final Scene scene = new Scene();

  private Service reader() {
    EventHandler<KindEvent.Kind02, Tally> handler =
        (event, tally, delivery) ->
            Decision.become(Tally.with(tally, event.number()))
                .publish(new SeenEvent.Seen(event.subject(), event.number()));
    var reads = List.of(new Service.Reads<>(KindEvent.Kind02.class, handler));
    var reader = scene.service("reader", reads);
    scene.atEnd(reader::close);
    return reader;
  }

  private void publish(int from, int to) {
    for (int n = from; n <= to; n++) {
      scene.publisher().publish(KindEvent.KINDS.get(n % 3).apply(COUNTER, n), n);
      scene.publisher().publish(new KindEvent.Kind03("other-" + n, n), n);
    }
  }

  private void awaitDone() {
    await()
        .atMost(Scene.PATIENCE)
        .untilAsserted(
            () -> {
              for (int n = 0; n < Scene.PARTITIONS; n++) {
                var groups = scene.redis().commands().xinfoGroups(Scene.key("kinds", n));
                for (var group : groups) {
                  assertThat(String.valueOf(group)).contains("pending, 0,", "lag, 0]");
                }
              }
              assertThat(scene.on("seen").get(COUNTER)).isNotNull();
            });
  }

  @Test
  void whatNobodyWantsIsAckedAndLeavesNothing() {
    var reader = reader();
    publish(1, 30);
    awaitDone();

    var wanted = List.of(1, 4, 7, 10, 13, 16, 19, 22, 25, 28);
    assertThat(scene.on("seen")).isEqualTo(Map.of(COUNTER, wanted));
    assertThat(scene.redis().commands().keys("state:reader:*")).hasSize(1);
    assertThat(scene.deadLetters()).isZero();
    var unknown =
        reader.bean(MeterRegistry.class).find("streams.handled").tags("outcome", "unknown");
    assertThat(unknown.counters()).isEmpty();
  }

  /** They gather for up to 50 ms; each read would bring one or two of them otherwise. */
  @Test
  void manyThatNobodyWantsTakeFewReads() {
    reader();
    publish(1, 1);
    awaitDone();
    var before = reads();
    var start = System.nanoTime();
    for (int n = 2; n <= 1000; n++) {
      scene.publisher().publish(new KindEvent.Kind03(COUNTER, n), n);
    }
    var millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    scene.publisher().publish(new KindEvent.Kind02(COUNTER, 1001), 1001);
    await()
        .atMost(Scene.PATIENCE)
        .until(() -> List.of(1, 1001).equals(scene.on("seen").get(COUNTER)));
    awaitDone();
    // 5, 10, 20, 40 and then 50 ms; and some for what comes before, behind and in other partitions
    assertThat(reads() - before).isLessThan(millis / 50 + 20);
  }

  private long reads() {
    var said = scene.redis().commands().info("commandstats");
    var calls = Pattern.compile("cmdstat_xreadgroup:calls=(\\d+)").matcher(said);
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  @Test
  @SuppressWarnings("unchecked") // of one
  void whatAnotherLeftPendingIsAckedToo() {
    publish(1, 30);
    var commands = scene.redis().commands();
    commands.xgroupCreate(
        StreamOffset.from(STREAM, "0"), "reader", XGroupCreateArgs.Builder.mkstream());
    var read =
        commands.xreadgroup(Consumer.from("reader", "gone"), StreamOffset.lastConsumed(STREAM));
    assertThat(read).hasSizeGreaterThanOrEqualTo(30);
    reader();
    awaitDone();

    assertThat(scene.on("seen")).hasSize(1);
    assertThat(scene.on("seen").get(COUNTER)).hasSize(10).isSorted();
    assertThat(scene.redis().commands().keys("state:reader:*")).hasSize(1);
  }
}
