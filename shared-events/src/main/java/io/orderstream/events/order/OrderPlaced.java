package io.orderstream.events.order;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order was accepted and awaits payment.
 *
 * @param items what was ordered: 1 to 100 lines, all in one currency
 * @param total what the customer owes: the sum of the items, so more than zero
 * @param placedAt when the order was accepted, by Redis's clock
 */
@EventType("order.placed.v1")
public record OrderPlaced(
    OrderId orderId,
    CustomerId customerId,
    EmailAddress email,
    List<OrderItem> items,
    Money total,
    PaymentMethod paymentMethod,
    Instant placedAt)
    implements OrderEvent {

  public OrderPlaced {
    Require.present("orderId", orderId);
    Require.present("customerId", customerId);
    Require.present("email", email);
    items = checked(items);
    Require.present("paymentMethod", paymentMethod);
    Require.present("placedAt", placedAt);
    var sum = sum(items);
    if (!Require.present("total", total).equals(sum)) {
      throw new IllegalArgumentException("total is the sum of the items " + sum + ", not " + total);
    }
  }

  private static List<OrderItem> checked(@Nullable List<OrderItem> items) {
    var present = Require.present("items", items);
    var size = present.size();
    if (size < 1 || size > 100) {
      throw new IllegalArgumentException("items are 1 to 100, not " + size);
    }
    for (int i = 0; i < size; i++) {
      Require.present("items/" + i, present.get(i));
    }
    return List.copyOf(present);
  }

  private static Money sum(List<OrderItem> items) {
    var currencies =
        items.stream().map(item -> item.unitPrice().getCurrencyUnit()).distinct().toList();
    if (currencies.size() > 1) {
      throw new IllegalArgumentException("items are in one currency, not in " + currencies);
    }
    return Money.total(items.stream().map(OrderItem::price).toList());
  }
}
