package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I4: services cut their streams by themselves, and no group misses anything for it.
 *
 * <p>Seen red when trim.lua takes no notice of unread entries, and when services don't register.
 */
class RetentionUnderLoadIT {

  @AutoClose private final Scene scene = new Scene();
  private final List<Service> readers = new ArrayList<>();

  @Test
  void cuttingAllTheTimeBehindConsumersThatLeaveLosesNothing() {
    for (int i = 0; i < 10; i++) {
      readers.add(scene.reader(Scene.TAKE));
    }
    var trims = new Trims(scene, Duration.ofMillis(1), 1_000_000);
    var done = new AtomicBoolean();
    var trimming =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!done.get()) {
                    trims.round();
                  }
                });

    var publishing = Thread.ofVirtual().start(() -> scene.publish(500, 1, 10));
    for (var leaving : readers.subList(0, 5)) {
      var enough = Math.min(5000, scene.length("seen") + 200);
      await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") >= enough);
      leaving.close();
    }
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());
    scene.awaitSeen(5000);
    await().atMost(Scene.PATIENCE).until(() -> scene.length("count") == 0);
    done.set(true);
    await().atMost(Scene.PATIENCE).until(() -> !trimming.isAlive());

    scene.assertOnceInOrder(500, 10);
    assertThat(trims.trimmed()).isEqualTo(5000);
    assertThat(trims.failures()).isEmpty();
    assertThat(readers.subList(5, 10))
        .allSatisfy(reader -> assertThat(reader.meter("streams.lost")).isZero());
  }

  @Test
  void aPublisherCutsWhatIsOldAndANewGroupBeginsWithWhatIsLeft() {
    var reader = scene.reader(Scene.TAKE);
    var publisher = new Service("publisher", scene.redis(), null, "--streams.retention=1m");
    scene.atEnd(publisher::close);
    addOld("c-0", 1);
    addOld("c-0", 2);
    publisher.add("c-0", 3);
    scene.awaitSeen(3);

    await().atMost(Scene.PATIENCE).until(() -> scene.length("count") == 1);

    var later = new Service("later", scene.redis(), Scene.TAKE);
    scene.atEnd(later::close);
    await().atMost(Scene.PATIENCE).until(() -> later.numbers("c-0").equals(List.of(3)));
    assertThat(scene.state("c-0")).isEqualTo("{\"numbers\":[1,2,3]}");
    await().atMost(Scene.PATIENCE).until(() -> reader.meter("streams.length") == 1);
    assertThat(reader.meter("streams.lag")).isZero();
    assertThat(reader.meter("streams.pending")).isZero();
    assertThat(reader.meter("streams.lost")).isZero();
    assertThat(publisher.meter("streams.trimmed")).isEqualTo(2);
  }

  /** An event of 1970. */
  private void addOld(String counter, int number) {
    var data = "{\"counter\":\"%s\",\"number\":%d}".formatted(counter, number);
    scene
        .redis()
        .commands()
        .xadd(
            Scene.key("count", Scene.partitionOf(counter)),
            new XAddArgs().id(number + "-0"),
            Map.of(
                "specversion", "1.0",
                "id", Integer.toString(number),
                "source", "publisher",
                "type", "count.added.v1",
                "subject", counter,
                "time", "1970-01-01T00:00:00Z",
                "data", data));
  }
}
