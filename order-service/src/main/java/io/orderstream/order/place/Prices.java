package io.orderstream.order.place;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Reads the prices of one order: decimal strings, more than zero, exact in their currency, and all
 * of the currency of the first.
 */
final class Prices {

  /** No price and no total has more, in the smallest unit of its currency. Still exact anywhere. */
  static final long MOST_MINOR_UNITS = 999_999_999_999L;

  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
  private static final int LONGEST = 32;

  private @Nullable CurrencyUnit first;

  @Nullable Money read(Fields price) {
    var amount = price.text("amount", Prices::amount);
    var currency = price.text("currency", this::currency);
    price.nothingElse();
    return amount == null || currency == null ? null : money(price, amount, currency);
  }

  private static @Nullable Money money(Fields price, BigDecimal amount, CurrencyUnit currency) {
    if (amount.scale() > currency.getDecimalPlaces()) {
      price.wrong(
          "amount",
          "has more than the " + currency.getDecimalPlaces() + " decimal places of " + currency);
      return null;
    }
    var most = Money.ofMinor(currency, MOST_MINOR_UNITS);
    if (amount.compareTo(most.getAmount()) > 0) {
      price.wrong("amount", "must not be more than " + most.getAmount().toPlainString());
      return null;
    }
    return Money.of(currency, amount);
  }

  private static BigDecimal amount(String text) {
    if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a decimal number of at most " + LONGEST + " characters, for example 19.99");
    }
    var amount = new BigDecimal(text);
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException("must be more than zero");
    }
    return amount;
  }

  private CurrencyUnit currency(String code) {
    var currency = known(code);
    if (first == null) {
      first = currency;
    }
    if (!currency.equals(first)) {
      throw new IllegalArgumentException(
          "must be " + first + " as the first item's: an order has one currency");
    }
    return currency;
  }

  private static CurrencyUnit known(String code) {
    try {
      var currency = CurrencyUnit.of(code);
      if (!currency.isPseudoCurrency()) {
        return currency;
      }
    } catch (IllegalCurrencyException unknown) {
      // told below, as for codes that stand for no money, such as XXX
    }
    throw new IllegalArgumentException("must be a currency of ISO 4217, for example EUR");
  }
}
