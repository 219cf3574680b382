package io.orderstream.streams;

import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.CuttingProxy;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.kit.RedisSentinel;
import org.junit.jupiter.api.Test;

/**
 * A server that is no longer the master, and closes no connection, is left for the new one.
 *
 * <p>Seen red when a connection that is open is believed to lead somewhere.
 */
class NewMasterIT {

  /** As where its host is gone: nothing comes any more, not even the end of a connection. */
  @Test
  void aMasterThatFreezesIsLeft() {
    var redis = new RedisSentinel();
    try (var scene = new Scene(redis)) {
      scene.reader(Scene.TAKE);
      scene.publish(20, 1, 5);
      scene.awaitSeen(100);
      redis.awaitReplica();

      redis.freezeMaster();
      redis.awaitFailover();
      scene.publishPatiently(20, 6, 10);

      scene.awaitSeen(200);
      scene.assertOnceInOrder(20, 10);
      redis.thawFirst();
    }
  }

  /** As where somebody changes the roles behind an address, while nothing happens. */
  @Test
  @SuppressWarnings("try") // the reader works by itself
  void aMasterThatBecomesAReplicaIsLeftWhileNothingHappens() {
    try (var first = new RealRedis();
        var second = new RealRedis();
        var proxy = new CuttingProxy(first.port());
        var publisher = new Service("publisher", proxy.port(), null);
        var reader = new Service("reader", proxy.port(), Scene.TAKE)) {
      publisher.add("c-0", 1);
      await().atMost(Scene.PATIENCE).until(() -> seen(first) == 1);
      second.replicate(first);
      await().atMost(Scene.PATIENCE).until(() -> seen(second) == 1);

      second.commands().replicaofNoOne();
      proxy.aim(second.port());
      first.replicate(second);
      publisher.publishUntilAnswered("c-0", 2);

      await().atMost(Scene.PATIENCE).until(() -> seen(second) == 2);
    }
  }

  private static long seen(RealRedis redis) {
    return redis.commands().xlen("events:seen:{" + Scene.partitionOf("c-0") + "}");
  }
}
