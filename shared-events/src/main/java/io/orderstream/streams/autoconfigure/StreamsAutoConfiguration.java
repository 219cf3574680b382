package io.orderstream.streams.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.StreamsProperties;
import io.orderstream.streams.consume.Subscription;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.DriverResources;
import io.orderstream.streams.redis.RedisClock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The engine for a service that declares {@link EventHandler} beans. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@EnableConfigurationProperties(StreamsProperties.class)
public class StreamsAutoConfiguration {

  /** First of all, so that those of the service have the last word. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ClientResourcesBuilderCustomizer streamsClientResources() {
    return DriverResources::customize;
  }

  @Bean
  RedisClock redisClock() {
    return new RedisClock();
  }

  @Bean
  Troubles troubles(
      @Value("${spring.application.name:}") String group,
      RedisClock clock,
      ObjectProvider<MeterRegistry> meters) {
    return new Troubles(group, clock, meters.getIfAvailable(SimpleMeterRegistry::new));
  }

  @Bean(destroyMethod = "close")
  Engine streams(
      @Value("${spring.application.name:}") String group,
      StreamsProperties settings,
      LettuceConnectionFactory redis,
      ObjectProvider<DataRedisConnectionDetails> details,
      RedisClock clock,
      ObjectProvider<MeterRegistry> meters,
      Troubles troubles,
      ConfigurableListableBeanFactory beans) {
    if (group.isBlank()) {
      throw new IllegalStateException(
          "spring.application.name is not set; the consumer group is named after it");
    }
    if (group.contains("{")) {
      throw new IllegalStateException(
          "spring.application.name is '%s', but the consumer group's keys bear it, and a brace in it"
                  .formatted(group)
              + " would take them to other slots of a cluster than their partition's");
    }
    if (details.stream().anyMatch(each -> each.getMasterReplica() != null)) {
      throw new IllegalStateException(
          "spring.data.redis.masterreplica.* is set, but the engine must know who is master when"
              + " that changes: use spring.data.redis.sentinel.* or spring.data.redis.cluster.*, or"
              + " spring.data.redis.host for the master alone");
    }
    var listener =
        new MeteredGroup(group, meters.getIfAvailable(SimpleMeterRegistry::new), troubles);
    return new Engine(
        group, settings, new Connections(redis), clock, () -> subscriptions(beans), listener);
  }

  private static List<Subscription> subscriptions(ConfigurableListableBeanFactory beans) {
    var subscriptions = new ArrayList<Subscription>();
    for (var name : beans.getBeanNamesForType(EventHandler.class)) {
      var handler = beans.getBean(name, EventHandler.class);
      var type = ResolvableType.forInstance(handler).as(EventHandler.class);
      if (type.hasUnresolvableGenerics()) {
        type = beans.getMergedBeanDefinition(name).getResolvableType().as(EventHandler.class);
      }
      var events = type.getGeneric(0).resolve();
      var entity = type.getGeneric(1).resolve();
      if (events == null || entity == null) {
        throw new IllegalStateException(
            "the handler "
                + name
                + " does not say which events and which entity it is for;"
                + " make it a class that implements EventHandler<YourEvents, YourEntity>");
      }
      subscriptions.add(Subscription.of(events.asSubclass(Event.class), handler, entity));
    }
    return subscriptions;
  }
}
