package io.orderstream.streams.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How the Redis driver is set up for all connections of a service, unless its own settings say
 * otherwise: where those set a {@code NettyCustomizer}, or a reconnect delay, or make the {@code
 * ClientResources} themselves, they replace what is set here.
 */
public final class DriverResources {

  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

  private DriverResources() {}

  /** Changes Lettuce's own choices; what is set afterwards wins. */
  public static void customize(ClientResources.Builder resources) {
    resources.nettyCustomizer(new PooledBuffers()).reconnectDelay(soon());
  }

  /**
   * Lettuce tries a lost node of a cluster again after up to half a minute, unless told otherwise.
   */
  private static Delay soon() {
    return Delay.exponential(Duration.ZERO, LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS);
  }

  /**
   * Buffers come from Netty's pool. Its newer allocator gives large ones back to the system after
   * each read, for which a JVM without {@code Unsafe} (25 and later) stops each of its threads.
   */
  private static final class PooledBuffers implements NettyCustomizer {

    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
      bootstrap.option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
    }
  }
}
