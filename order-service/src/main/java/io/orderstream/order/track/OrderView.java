package io.orderstream.order.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderstream.events.OrderItem;
import io.orderstream.order.Order;
import io.orderstream.order.OrderStatus;
import io.orderstream.streams.Versioned;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order as clients see it.
 *
 * @param refunded what the customer got back; left out where nothing was
 * @param reason why it was not paid: the provider's code, or {@code payment_overdue}; else left out
 * @param version how often the order was changed, from 1; also its ETag
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
    String orderId,
    String customerId,
    String email,
    List<Item> items,
    Amount total,
    String paymentMethod,
    OrderStatus status,
    @Nullable Amount refunded,
    @Nullable String reason,
    Instant placedAt,
    Instant updatedAt,
    long version) {

  /** One line of the order. */
  public record Item(String sku, int quantity, Amount unitPrice) {

    static Item of(OrderItem item) {
      return new Item(item.sku(), item.quantity(), Amount.of(item.unitPrice()));
    }
  }

  /** Money: a decimal string, and ISO 4217's code of its currency. */
  public record Amount(String amount, String currency) {

    static Amount of(Money money) {
      return new Amount(money.getAmount().toPlainString(), money.getCurrencyUnit().getCode());
    }

    private static @Nullable Amount ofNullable(@Nullable Money money) {
      return money == null ? null : of(money);
    }
  }

  /** The order as it stands. */
  public static OrderView of(Versioned<Order> stored) {
    var order = stored.entity();
    var purchase = order.purchase();
    var progress = order.progress();
    return new OrderView(
        order.orderId().value(),
        purchase.customerId().value(),
        purchase.email().value(),
        purchase.items().stream().map(Item::of).toList(),
        Amount.of(purchase.total()),
        purchase.paymentMethod().value(),
        progress.status(),
        Amount.ofNullable(progress.refunded()),
        progress.reason(),
        order.placedAt(),
        progress.updatedAt(),
        stored.version());
  }
}
