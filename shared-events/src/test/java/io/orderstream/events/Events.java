package io.orderstream.events;

import io.orderstream.events.notification.NotificationFailed;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.events.notification.NotificationSent;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentRefunded;
import io.orderstream.streams.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;

/** The events that the golden files hold. */
final class Events {

  static final OrderId ID = new OrderId("ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y");
  static final Money TOTAL = Money.parse("EUR 40.48");

  private static final String DECLINED = "insufficient_funds";
  private static final String PAYMENT = "pi_3Q0example";

  /** By the name of the golden file: the type, and the variant where there is more than one. */
  static final Map<String, Event> BY_GOLDEN =
      Map.ofEntries(
          Map.entry("order.placed.v1", orderPlaced()),
          Map.entry("order.confirmed.v1", new OrderConfirmed(ID)),
          Map.entry("order.rejected.v1", new OrderRejected(ID, DECLINED)),
          Map.entry("order.cancellation-requested.v1", new OrderCancellationRequested(ID)),
          Map.entry("order.cancelled.v1", new OrderCancelled(ID, TOTAL)),
          Map.entry("order.cancelled.v1.unpaid", new OrderCancelled(ID, null)),
          Map.entry("order.payment-overdue.v1", new OrderPaymentOverdue(ID)),
          Map.entry("payment.captured.v1", new PaymentCaptured(ID, PAYMENT, TOTAL)),
          Map.entry("payment.declined.v1", new PaymentDeclined(ID, DECLINED)),
          Map.entry("payment.refunded.v1", new PaymentRefunded(ID, PAYMENT, TOTAL)),
          Map.entry(
              "notification.sent.v1",
              new NotificationSent(
                  ID, NotificationKind.CONFIRMED, "<019a3f5e@orderstream.example>")),
          Map.entry(
              "notification.failed.v1",
              new NotificationFailed(ID, NotificationKind.RECEIVED, "550 5.1.1 unknown user")));

  private Events() {}

  static OrderPlaced orderPlaced() {
    return orderPlaced(List.of(item("book-1", 2, "EUR 19.99"), item("pen/blue", 1, "EUR 0.50")));
  }

  /** As the others, at the price of these items. */
  static OrderPlaced orderPlaced(List<OrderItem> items) {
    return orderPlaced(items, Money.total(items.stream().map(OrderItem::price).toList()));
  }

  static OrderPlaced orderPlaced(List<OrderItem> items, Money total) {
    return new OrderPlaced(
        ID,
        new CustomerId("c-42"),
        new EmailAddress("ada@example.com"),
        items,
        total,
        new PaymentMethod("pm_card_visa"),
        Instant.parse("2026-11-01T12:00:00.250Z"));
  }

  static OrderItem item(String sku, int quantity, String unitPrice) {
    return new OrderItem(sku, quantity, Money.parse(unitPrice));
  }
}
