package io.orderstream.payment.gateway;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe is reached. A wrong or missing value stops the start.
 *
 * @param apiKey the secret key; must be set, and is never shown
 * @param baseUrl where Stripe's API is; another one for a stand-in
 * @param connectTimeout how long a connection may take to open. 2 s leaves room for one lost packet
 *     to be sent again
 * @param readTimeout how long an answer may take. 10 s, as banks do take seconds; one that comes
 *     later is found when asked again
 */
@ConfigurationProperties("payment.stripe")
record StripeProperties(
    @DefaultValue("") String apiKey,
    @DefaultValue("https://api.stripe.com") URI baseUrl,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("10s") Duration readTimeout) {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  StripeProperties {
    check(!apiKey.isBlank(), "api-key must be set: the provider's secret key");
    check(apiKey.chars().allMatch(c -> c > ' ' && c < 127), "api-key must be visible ASCII only");
    check(isWebAddress(baseUrl), "base-url must be http(s)://host[:port], not " + baseUrl);
    check(isTimeout(connectTimeout), "connect-timeout must be 1ms to 2m, not " + connectTimeout);
    check(isTimeout(readTimeout), "read-timeout must be 1ms to 2m, not " + readTimeout);
  }

  /** Leaves the key out. */
  @Override
  public String toString() {
    return "StripeProperties[" + baseUrl + "]";
  }

  private static boolean isWebAddress(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null
        && (url.getPath().isEmpty() || url.getPath().equals("/"))
        && url.getQuery() == null
        && url.getUserInfo() == null;
  }

  private static boolean isTimeout(Duration timeout) {
    return timeout.toMillis() >= 1 && timeout.compareTo(LONGEST) <= 0;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("payment.stripe." + otherwise);
    }
  }
}
