package io.orderstream.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What order-service lets its users set, {@code orders.*}. A wrong value stops the start.
 *
 * @param paymentTimeout how long an order may await payment before it is cancelled, 1 s to 30 days.
 *     A quarter of an hour leaves a provider that is down time to come back
 * @param maxRequests how many requests are answered at a time, 1 to 10,000; more get 503 at once.
 *     Each costs memory while it waits for Redis
 */
@ConfigurationProperties("orders")
public record OrderProperties(
    @DefaultValue("15m") Duration paymentTimeout, @DefaultValue("512") int maxRequests) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_REQUESTS = 10_000;

  public OrderProperties {
    if (paymentTimeout.compareTo(SHORTEST) < 0 || paymentTimeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "orders.payment-timeout is %s, allowed is %s to %s"
              .formatted(paymentTimeout, SHORTEST, LONGEST));
    }
    if (maxRequests < 1 || maxRequests > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "orders.max-requests is %d, allowed is 1 to %d".formatted(maxRequests, MOST_REQUESTS));
    }
  }
}
