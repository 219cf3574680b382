package io.orderstream.payment.gateway;

import com.stripe.StripeClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stripe as the payment provider. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StripeProperties.class)
class StripeConfiguration {

  @Bean
  PaymentGateway gateway(StripeProperties properties) {
    return new StripeGateway(client(properties));
  }

  /** Never retries by itself: the engine does, with backoff, a limit and dead letters. */
  static StripeClient client(StripeProperties properties) {
    return StripeClient.builder()
        .setApiKey(properties.apiKey())
        .setApiBase(properties.baseUrl().toString().replaceFirst("/$", ""))
        .setConnectTimeout((int) properties.connectTimeout().toMillis())
        .setReadTimeout((int) properties.readTimeout().toMillis())
        .setMaxNetworkRetries(0)
        .build();
  }
}
