package io.orderstream.stack.provider;

import java.util.Locale;

/**
 * A charge as asked for.
 *
 * @param amount in the currency's smallest unit, always more than zero
 * @param currency three lower-case letters
 */
record Charge(long amount, String currency, String paymentMethod, String order) {

  /** Throws {@link IllegalArgumentException} if the request lacks something or names nonsense. */
  static Charge of(Form form) {
    var charge =
        new Charge(
            amount(form.required("amount")),
            form.required("currency").toLowerCase(Locale.ROOT),
            form.required("payment_method"),
            form.get("metadata[order_id]"));
    require(charge.amount > 0, "This value must be greater than or equal to 1: amount");
    require(charge.currency.matches("[a-z]{3}"), "Invalid currency: " + charge.currency);
    require(form.get("confirm").equals("true"), "The stand-in only takes confirm=true");
    return charge;
  }

  private static long amount(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Invalid integer: " + text, e);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
