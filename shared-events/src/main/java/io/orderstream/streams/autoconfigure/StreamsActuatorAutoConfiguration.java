package io.orderstream.streams.autoconfigure;

import io.orderstream.streams.redis.RedisClock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/** The engine's management endpoints, for a service with Spring Boot's actuator. */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
@ConditionalOnClass({
  Endpoint.class,
  ConditionalOnAvailableEndpoint.class,
  ConditionalOnEnabledHealthIndicator.class
})
public class StreamsActuatorAutoConfiguration {

  @Bean
  @ConditionalOnAvailableEndpoint
  DeadLettersEndpoint deadLettersEndpoint(Engine engine) {
    return new DeadLettersEndpoint(engine.deadLetters());
  }

  @Bean
  @ConditionalOnAvailableEndpoint
  StreamsEndpoint streamsEndpoint(Engine engine, Troubles troubles, RedisClock clock) {
    return new StreamsEndpoint(engine, troubles, engine.connection(), clock);
  }

  @Bean
  @ConditionalOnEnabledHealthIndicator("streams")
  StreamsHealthIndicator streamsHealthIndicator(Engine engine, Troubles troubles) {
    return new StreamsHealthIndicator(engine, troubles);
  }
}
