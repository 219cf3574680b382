package io.orderstream.order;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.joda.money.Money;

/**
 * What a customer orders, and how it is paid.
 *
 * @param items 1 to 100, all in one currency
 */
public record Purchase(
    CustomerId customerId, EmailAddress email, List<OrderItem> items, PaymentMethod paymentMethod) {

  public Purchase {
    items = List.copyOf(items);
    if (items.isEmpty() || items.size() > 100) {
      throw new IllegalArgumentException("an order has 1 to 100 items, not " + items.size());
    }
    if (items.stream().map(item -> item.unitPrice().getCurrencyUnit()).distinct().count() > 1) {
      throw new IllegalArgumentException("an order has one currency");
    }
  }

  /** What the customer owes, always more than zero. */
  public Money total() {
    return Money.total(items.stream().map(OrderItem::price).toList());
  }

  /**
   * SHA-256 of everything in this purchase, in hex: equal for equal purchases, however their JSON
   * was written.
   */
  String fingerprint() {
    // no value holds a line feed, so no two purchases have the same lines
    var lines = new StringJoiner("\n");
    lines.add(customerId.value()).add(email.value()).add(paymentMethod.value());
    for (var item : items) {
      lines.add(item.sku()).add(Integer.toString(item.quantity())).add(item.unitPrice().toString());
    }
    return HexFormat.of()
        .formatHex(sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
