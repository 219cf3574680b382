package io.orderstream.payment.gateway;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Stripe is reached, {@code payment.stripe.*}.
 *
 * @param apiKey the secret key; there is no default
 * @param baseUrl where its API is
 * @param connectTimeout how long a connection may take to open, 100 ms to 1 min
 * @param readTimeout how long an answer may take, 100 ms to 5 min; an attempt that takes longer is
 *     repeated with the same idempotency key
 */
@ConfigurationProperties("payment.stripe")
record StripeSettings(
    @Nullable String apiKey, URI baseUrl, Duration connectTimeout, Duration readTimeout) {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  StripeSettings {
    if (apiKey == null || apiKey.isBlank()) {
      throw new IllegalArgumentException(
          "payment.stripe.api-key is not set; it is the secret key of the Stripe account");
    }
    if (baseUrl.getHost() == null || !String.valueOf(baseUrl.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "payment.stripe.base-url is %s, allowed is an http or https address".formatted(baseUrl));
    }
    check("connect-timeout", connectTimeout, Duration.ofMinutes(1));
    check("read-timeout", readTimeout, Duration.ofMinutes(5));
  }

  private static void check(String name, Duration value, Duration most) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "payment.stripe.%s is %s, allowed is %s to %s".formatted(name, value, SHORTEST, most));
    }
  }

  String key() {
    return String.valueOf(apiKey);
  }
}
