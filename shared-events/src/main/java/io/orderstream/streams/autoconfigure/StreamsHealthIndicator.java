package io.orderstream.streams.autoconfigure;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Health's part {@code streams}: DOWN while something keeps events from being handled. */
final class StreamsHealthIndicator implements HealthIndicator {

  private final Engine engine;
  private final Troubles troubles;

  StreamsHealthIndicator(Engine engine, Troubles troubles) {
    this.engine = engine;
    this.troubles = troubles;
  }

  @Override
  public Health health() {
    var now = troubles.list();
    var health = now.isEmpty() ? Health.up() : Health.down().withDetail("troubles", now);
    return health.withDetail("group", engine.group()).build();
  }
}
