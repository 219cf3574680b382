package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.orderstream.streams.kit.RedisCluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I1 to I4 on a cluster of three masters and three replicas, whose nodes and slots change.
 *
 * <p>Seen red when the cluster's client doesn't reconnect, when commands are answered that no
 * replica has, and when MOVED and TRYAGAIN count as refusals.
 */
class ClusterIT {

  private static final String[] ON_A_REPLICA_TOO = {"--streams.replicas=1"};

  private final RedisCluster cluster = new RedisCluster();
  @AutoClose private final Scene scene = new Scene(cluster, ON_A_REPLICA_TOO);

  @Test
  void everyEntryTakesEffectOnceAndInOrderAlsoAfterAllConnectionsWereCut() {
    scene.reader(Scene.TAKE);
    scene.reader(Scene.TAKE);
    scene.publish(40, 1, 5);
    scene.awaitSeen(200);

    for (int cut = 0; cut < 3; cut++) {
      var publishing = scene.publishUntilAnswered(40, 6 + cut * 5, 10 + cut * 5);
      await()
          .atMost(Scene.PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  cluster
                          .commands()
                          .upstream()
                          .commands()
                          .clientKill(KillArgs.Builder.typeNormal().skipme())
                          .stream()
                          .mapToLong(Long::longValue)
                          .sum()
                      > 0);
      await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());
    }

    scene.awaitSeen(40 * 20);
    scene.assertOnceInOrder(40, 20);
  }

  @Test
  void whatWasAnsweredSurvivesAMasterThatIsKilledAndTakesEffectOnceAndInOrder() {
    scene.reader(Scene.TAKE);
    scene.reader(Scene.TAKE);
    var key = Scene.key("count", 0);
    var master = cluster.masterOf(key);
    var publishing = scene.publishUntilAnswered(60, 1, 20);
    await().atMost(Scene.PATIENCE).ignoreExceptions().until(() -> scene.length("seen") > 200);

    cluster.kill(master);
    cluster.awaitOtherMaster(key, master);
    cluster.restart(master); // the new master has no other replica
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());

    scene.awaitSeen(60 * 20);
    cluster.awaitWhole();
    scene.assertOnceInOrder(60, 20);
  }

  @Test
  void aReplicaThatIsPromotedAndASlotThatMovesHoldUpNobodyForLong() {
    scene.reader(Scene.TAKE);
    var key = Scene.key("count", 0);
    var publishing = scene.publishUntilAnswered(40, 1, 30);
    await().atMost(Scene.PATIENCE).ignoreExceptions().until(() -> scene.length("seen") > 100);

    cluster.move(key, cluster.masterOf(Scene.key("count", 1)));
    await().atMost(Scene.PATIENCE).ignoreExceptions().until(() -> scene.length("seen") > 600);
    cluster.promote(cluster.replicaOf(cluster.masterOf(key)));
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());

    scene.awaitSeen(40 * 30);
    scene.assertOnceInOrder(40, 30);
    assertThat(cluster.masterOf(key)).isEqualTo(cluster.masterOf(Scene.key("count", 1)));
  }
}
