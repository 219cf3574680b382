package io.orderstream.payment.gateway;

import io.orderstream.streams.NonRetryableException;
import java.math.BigDecimal;
import java.util.Map;
import org.joda.money.Money;

/**
 * Money as Stripe counts it: whole numbers of the currency's smallest unit.
 *
 * @see <a href="https://docs.stripe.com/currencies#zero-decimal">Stripe on minor units</a>
 */
final class MinorUnits {

  /** Where Stripe's number of decimals isn't the one of ISO 4217. */
  private static final Map<String, Integer> STRIPES_OWN = Map.of("ISK", 2, "UGX", 2, "MGA", 0);

  private MinorUnits() {}

  /**
   * @throws NonRetryableException when the amount has a fraction of the smallest unit, or is too
   *     large to count
   */
  static long of(Money money) {
    var currency = money.getCurrencyUnit();
    int decimals = STRIPES_OWN.getOrDefault(currency.getCode(), currency.getDecimalPlaces());
    return exact(money.getAmount().movePointRight(decimals), money);
  }

  private static long exact(BigDecimal units, Money money) {
    try {
      return units.longValueExact();
    } catch (ArithmeticException inexact) {
      throw new NonRetryableException("Stripe can't charge exactly " + money, inexact);
    }
  }
}
