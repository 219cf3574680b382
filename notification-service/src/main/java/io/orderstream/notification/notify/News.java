package io.orderstream.notification.notify;

import io.orderstream.events.notification.NotificationKind;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What happened to an order, as far as its customer wants to know. */
public sealed interface News {

  /** The order was accepted. */
  record Received(Money total) implements News {}

  /** It was paid. */
  record Confirmed() implements News {}

  /**
   * Its payment was declined.
   *
   * @param reason the payment provider's code, not meant for customers
   */
  record Rejected(String reason) implements News {}

  /**
   * It was cancelled.
   *
   * @param refunded what the customer got back, null if nothing had been paid
   */
  record Cancelled(@Nullable Money refunded) implements News {}

  default NotificationKind kind() {
    return switch (this) {
      case Received received -> NotificationKind.RECEIVED;
      case Confirmed confirmed -> NotificationKind.CONFIRMED;
      case Rejected rejected -> NotificationKind.REJECTED;
      case Cancelled cancelled -> NotificationKind.CANCELLED;
    };
  }
}
