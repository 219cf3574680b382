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
    if (!SKU.matcher(sku).matches()) {
      throw new IllegalArgumentException("a sku is 1 to 64 letters, digits, or any of - _ . /");
    }
    if (quantity < 1 || quantity > 1000) {
      throw new IllegalArgumentException("a quantity is 1 to 1000, not " + quantity);
    }
    if (!unitPrice.isPositive()) {
      throw new IllegalArgumentException("a unit price is more than zero, not " + unitPrice);
    }
  }

  /** What this line costs. */
  public Money price() {
    return unitPrice.multipliedBy(quantity);
  }
}
