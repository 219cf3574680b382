package io.orderstream.streams.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/** The user's client settings, with commands that fail when their connection is lost. */
record AtMostOnce(LettuceClientConfiguration settings) implements LettuceClientConfiguration {

  @Override
  public Optional<ClientOptions> getClientOptions() {
    var options = settings.getClientOptions().orElseGet(ClientOptions::create);
    return Optional.of(options.mutate().autoReconnect(false).build());
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
  public Optional<ClientResources> getClientResources() {
    return settings.getClientResources();
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
    return settings.getCommandTimeout();
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
