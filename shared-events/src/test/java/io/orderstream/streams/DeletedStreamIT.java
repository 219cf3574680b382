package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Where a group or a whole stream is deleted under load, consumption goes on: what still stands in
 * the stream takes effect once.
 *
 * <p>Seen red when the owner doesn't make its group again, when commit.lua and the loaded entity
 * forget the marks, and, where processors are short, when an entry that is delivered again while it
 * is in hand is let go of.
 */
class DeletedStreamIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void aGroupDestroyedUnderLoadStartsAgainAndRepeatsNothing() {
    scene.reader(Scene.TAKE);
    var publishing = Thread.ofVirtual().start(() -> scene.publish(50, 1, 20));

    for (long seen = 100; seen <= 500; seen += 100) {
      var atLeast = seen;
      await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") >= atLeast);
      for (int n = 0; n < Scene.PARTITIONS; n++) {
        scene.redis().commands().xgroupDestroy(Scene.key("count", n), "reader");
      }
    }
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());

    scene.awaitSeen(1000);
    scene.assertOnceInOrder(50, 20);
  }

  @Test
  void aStreamDeletedUnderLoadIsReadAgainFromItsNewBeginning() {
    scene.reader(Scene.TAKE);
    var publishing = Thread.ofVirtual().start(() -> scene.publish(50, 1, 20));

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") >= 200);
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      scene.redis().commands().del(Scene.key("count", n));
    }
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());
    scene.publish(50, 21, 22);

    await().atMost(Scene.PATIENCE).until(() -> allTook(22) && scene.pending() == 0);
    assertThat(scene.on("seen").values())
        .allSatisfy(
            numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates().contains(21, 22));
  }

  private boolean allTook(int number) {
    return scene.on("seen").values().stream().filter(taken -> taken.contains(number)).count() == 50;
  }
}
