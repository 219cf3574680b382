package io.orderstream.streams.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The user's client settings, with commands that fail when their connection is lost.
 *
 * <p>A cluster's client keeps connections to its nodes by itself, and nothing but its own reconnect
 * mends them. To reject commands while they are lost makes those that were under way fail as well.
 */
record AtMostOnce(LettuceClientConfiguration settings, boolean cluster)
    implements LettuceClientConfiguration {

  /** Each reply is waited for within a time of its own, which a blocking read may exceed. */
  private static final TimeoutOptions OF_THE_CALLER = TimeoutOptions.create();

  /**
   * For opening a connection, where the user says nothing: a server that is frozen takes one, and
   * answers nothing.
   */
  private static final Duration OPEN = Duration.ofSeconds(5);

  private static final Duration REFRESH = Duration.ofSeconds(5);

  @Override
  public Optional<ClientOptions> getClientOptions() {
    var options = settings.getClientOptions().orElseGet(ClientOptions::create);
    return Optional.of(
        cluster
            ? ofCluster(options)
            : options.mutate().autoReconnect(false).timeoutOptions(OF_THE_CALLER).build());
  }

  private static ClientOptions ofCluster(ClientOptions options) {
    var given = ClusterClientOptions.builder(options).build();
    var refresh = given.getTopologyRefreshOptions();
    return given
        .mutate()
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(OF_THE_CALLER)
        .topologyRefreshOptions(refresh.isPeriodicRefreshEnabled() ? refresh : refreshing(refresh))
        .build();
  }

  /** Where the user says nothing of it: a failover or a slot that moved is noticed soon. */
  private static ClusterTopologyRefreshOptions refreshing(ClusterTopologyRefreshOptions given) {
    return ClusterTopologyRefreshOptions.builder()
        .dynamicRefreshSources(given.useDynamicRefreshSources())
        .closeStaleConnections(given.isCloseStaleConnections())
        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
        .enablePeriodicRefresh(REFRESH)
        .build();
  }

  @Override
  public Optional<ClientResources> getClientResources() {
    return settings.getClientResources();
  }

  @Override
  public boolean isUseSsl() {
    return settings.isUseSsl();
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public boolean isVerifyPeer() {
    return settings.isVerifyPeer();
  }

  @Override
  public SslVerifyMode getVerifyMode() {
    return settings.getVerifyMode();
  }

  @Override
  public boolean isStartTls() {
    return settings.isStartTls();
  }

  @Override
  public Optional<String> getClientName() {
    return settings.getClientName();
  }

  @Override
  public Optional<ReadFrom> getReadFrom() {
    return Optional.empty();
  }

  @Override
  public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
    return settings.getRedisCredentialsProviderFactory();
  }

  @Override
  public Duration getCommandTimeout() {
    var time = settings.getCommandTimeout();
    return time.equals(RedisURI.DEFAULT_TIMEOUT_DURATION) ? OPEN : time;
  }

  @Override
  public Duration getShutdownTimeout() {
    return settings.getShutdownTimeout();
  }

  @Override
  public Duration getShutdownQuietPeriod() {
    return settings.getShutdownQuietPeriod();
  }
}
