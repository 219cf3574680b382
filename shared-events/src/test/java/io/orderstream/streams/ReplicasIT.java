package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.CuttingProxy;
import io.orderstream.streams.kit.RealRedis;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A command is answered when as many replicas as {@code streams.replicas} says have it, also one
 * that found nothing to do.
 *
 * <p>Seen red when what replicas say is not looked at, when a command that changes nothing is
 * answered at once, and, on Valkey 9, when WAIT follows no write.
 */
class ReplicasIT {

  @AutoClose private final Scene scene = new Scene(new RealRedis(), "--streams.replicas=1");

  @Test
  void aReplyThatIsLostIsNoReasonToBelieveAReplicaThatStopped() {
    try (var replica = replica();
        var proxy = new CuttingProxy(scene.redis().port())) {
      var service = new Service("slow", proxy.port(), null, "--streams.replicas=1");
      scene.atEnd(service::close);
      service.publish(new CountEvent.Added("c-0", 1), 1);
      replica.freeze();
      proxy.swallowReplies("commit", 1);

      assertThatThrownBy(() -> service.publish(new CountEvent.Added("c-0", 2), 2))
          .isInstanceOf(StreamsUnavailableException.class);

      assertThat(proxy.cuts()).isOne();
      replica.thaw();
      service.publish(new CountEvent.Added("c-0", 2), 2);
      assertThat(service.numbers("c-0")).containsExactly(1, 2);
    }
  }

  private RealRedis replica() {
    var replica = new RealRedis();
    replica.replicate(scene.redis());
    await()
        .atMost(Scene.PATIENCE)
        .until(() -> replica.commands().info("replication").contains("master_link_status:up"));
    return replica;
  }

  @Test
  void aCommandThatNoReplicaHasIsRefusedAndFoundWhenOneHasIt() {
    var event = new CountEvent.Added("c-0", 1);
    assertThatThrownBy(() -> scene.publisher().publish(event, 1))
        .isInstanceOf(StreamsUnavailableException.class)
        .hasMessageContaining("0 of 1 replicas have it");
    assertThatThrownBy(() -> scene.publisher().publish(event, 1))
        .isInstanceOf(StreamsUnavailableException.class);

    try (var replica = replica()) {
      scene.publisher().publish(event, 1);

      assertThat(replica.commands().xlen(Scene.key("count", Scene.partitionOf("c-0")))).isOne();
    }
  }
}
