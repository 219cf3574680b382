package io.orderstream.notification;

import io.orderstream.streams.Entities;
import io.orderstream.streams.Streams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the notifications are: in the engine's care. */
@Configuration(proxyBeanMethods = false)
class NotificationStore {

  @Bean
  Entities<Notifications> notifications(Streams streams) {
    return streams.entities(Notifications.class);
  }
}
