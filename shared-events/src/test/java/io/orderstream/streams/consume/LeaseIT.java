package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.consume.Lease.Taken;
import io.orderstream.streams.kit.CuttingProxy;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.redis.Connections;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Whether a lease was its holder's all along, where replies are lost.
 *
 * <p>Seen red when the prefix that the holder finds is enough for that.
 */
class LeaseIT {

  private static final Keys KEYS = new Keys("reader", 0);

  @AutoClose private final RealRedis redis = new RealRedis();
  @AutoClose private final CuttingProxy proxy = new CuttingProxy(redis.port());

  @AutoClose
  private final Connections connections =
      new Connections(new LettuceConnectionFactory("localhost", proxy.port()));

  @Test
  void oneThatMayHaveBeenFreeInBetweenIsTakenAnew() throws InterruptedException {
    var lease = lease(Duration.ofSeconds(1));
    assertThat(lease.take()).isEqualTo(Taken.ANEW);
    await().until(() -> redis.commands().exists("lease:reader:{0}") == 0);
    await().until(() -> lease.token() == null);
    // another may hold it here, and let it go

    loseTheReply(lease);

    assertThat(lease.take()).isEqualTo(Taken.ANEW);
    assertThat(lease.take()).isEqualTo(Taken.AGAIN);
  }

  @Test
  void oneThatWasHeldAllTheWhileIsTakenAgainThoughAReplyWasLost() throws InterruptedException {
    var lease = lease(Duration.ofMinutes(1));
    assertThat(lease.take()).isEqualTo(Taken.ANEW);

    loseTheReply(lease);

    assertThat(lease.take()).isEqualTo(Taken.AGAIN);
  }

  private void loseTheReply(Lease lease) {
    proxy.swallowReplies("acquire", 1);
    assertThatThrownBy(lease::take).isInstanceOf(RedisException.class);
  }

  private Lease lease(Duration time) {
    return new Lease(connections.shared(), KEYS, "reader-1", time);
  }
}
