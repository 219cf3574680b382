package io.orderstream.events;

import java.util.regex.Pattern;
import org.joda.money.Money;

/**
 * One line of an order.
 *
 * @param sku the article, 1 to 64 letters, digits, {@code - _ . /}
 * @param quantity 1 to 1000
 * @param unitPrice more than zero
 */
public record OrderItem(String sku, int quantity, Money unitPrice) {

  private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._/-]{1,64}");

  public OrderItem {
    Require.form("sku", sku, SKU, "1 to 64 letters, digits, or any of - _ . /");
    if (quantity < 1 || quantity > 1000) {
      throw new IllegalArgumentException("quantity is 1 to 1000, not " + quantity);
    }
    Require.positive("unitPrice", unitPrice);
  }

  /** What this line costs. */
  public Money price() {
    return unitPrice.multipliedBy(quantity);
  }
}
