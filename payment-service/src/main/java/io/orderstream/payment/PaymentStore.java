package io.orderstream.payment;

import io.orderstream.streams.Entities;
import io.orderstream.streams.Streams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the payments are: in the engine's care. */
@Configuration(proxyBeanMethods = false)
class PaymentStore {

  @Bean
  Entities<Payment> payments(Streams streams) {
    return streams.entities(Payment.class);
  }
}
