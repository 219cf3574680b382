package io.orderstream.notification.notify;

import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import org.joda.money.Money;

/** What customers read. */
record Texts(String title, String body) {

  static Texts received(OrderPlaced placed) {
    return new Texts(
        "We received your order",
        """
        Thank you. Your order over %s is with us and is being paid.
        """
            .formatted(money(placed.total())));
  }

  static Texts confirmed() {
    return new Texts(
        "We confirm your order",
        """
        Your order is paid and on its way to you.
        """);
  }

  static Texts rejected(OrderRejected rejected) {
    return new Texts(
        "We could not accept your order",
        """
        Your payment was declined (%s). You were not charged. Please order again with another card.
        """
            .formatted(rejected.reason()));
  }

  static Texts cancelled(OrderCancelled cancelled) {
    var refunded = cancelled.refunded();
    return new Texts(
        "We cancelled your order",
        refunded == null
            ? "Your order was cancelled. You were not charged.\n"
            : "Your order was cancelled. We gave back %s.\n".formatted(money(refunded)));
  }

  private static String money(Money money) {
    return money.getAmount().toPlainString() + " " + money.getCurrencyUnit().getCode();
  }
}
