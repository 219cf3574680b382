package io.orderstream.payment.gateway;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway as a bean. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StripeSettings.class)
class GatewayConfiguration {

  @Bean
  PaymentGateway paymentGateway(StripeSettings settings) {
    return new StripeGateway(settings);
  }
}
