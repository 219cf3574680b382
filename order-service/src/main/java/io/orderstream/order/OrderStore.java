package io.orderstream.order;

import io.orderstream.streams.Entities;
import io.orderstream.streams.Streams;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the orders are: in the engine's care. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OrderProperties.class)
class OrderStore {

  @Bean
  Entities<Order> orders(Streams streams) {
    return streams.entities(Order.class);
  }
}
