package io.orderstream.streams;

import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.RedisSentinel;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I1 to I4 where sentinels make the replica the master.
 *
 * <p>Seen red when commands are answered that no replica has.
 */
class SentinelIT {

  private final RedisSentinel redis = new RedisSentinel();
  @AutoClose private final Scene scene = new Scene(redis, "--streams.replicas=1");

  @Test
  void whatWasAnsweredSurvivesAMasterThatIsKilledAndTakesEffectOnceAndInOrder() {
    scene.reader(Scene.TAKE);
    scene.reader(Scene.TAKE);
    var publishing = scene.publishUntilAnswered(60, 1, 20);
    await().atMost(Scene.PATIENCE).ignoreExceptions().until(() -> scene.length("seen") > 200);

    redis.killMaster();
    redis.awaitFailover();
    redis.restartFirst();
    redis.awaitReplica();
    await().atMost(Scene.PATIENCE).until(() -> !publishing.isAlive());

    scene.awaitSeen(60 * 20);
    scene.assertOnceInOrder(60, 20);
  }
}
