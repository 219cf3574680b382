package io.orderstream.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What order-service lets its users set, {@code orders.*}. A wrong value stops the start.
 *
 * @param paymentTimeout how long an order may await payment before it is cancelled, 1 s to 30 days.
 *     A quarter of an hour leaves a provider that is down time to come back
 */
@ConfigurationProperties("orders")
public record OrderProperties(@DefaultValue("15m") Duration paymentTimeout) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  public OrderProperties {
    if (paymentTimeout.compareTo(SHORTEST) < 0 || paymentTimeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "orders.payment-timeout is %s, allowed is %s to %s"
              .formatted(paymentTimeout, SHORTEST, LONGEST));
    }
  }
}
