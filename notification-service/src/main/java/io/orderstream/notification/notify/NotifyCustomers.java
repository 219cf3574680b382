package io.orderstream.notification.notify;

import io.orderstream.events.notification.NotificationFailed;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.events.notification.NotificationSent;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.notification.Notification;
import io.orderstream.notification.Notifications;
import io.orderstream.notification.notify.News.Cancelled;
import io.orderstream.notification.notify.News.Confirmed;
import io.orderstream.notification.notify.News.Received;
import io.orderstream.notification.notify.News.Rejected;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What notification-service does about each event of an order. */
@Component
final class NotifyCustomers implements EventHandler<OrderEvent, Notifications> {

  private final NotificationChannel channel;

  NotifyCustomers(NotificationChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws NonRetryableException when the order's first event was never handled, so that nobody
   *     knows whom to tell
   */
  @Override
  public Decision<Notifications> handle(
      OrderEvent event, @Nullable Notifications before, Delivery delivery) throws Exception {
    return switch (event) {
      case OrderPlaced placed ->
          tell(new Received(placed.total()), orNew(before, placed), delivery);
      case OrderConfirmed confirmed -> tell(new Confirmed(), known(before, confirmed), delivery);
      case OrderRejected rejected ->
          tell(new Rejected(rejected.reason()), known(before, rejected), delivery);
      case OrderCancelled cancelled ->
          tell(new Cancelled(cancelled.refunded()), known(before, cancelled), delivery);
      case OrderCancellationRequested requested -> Decision.nothing();
      case OrderPaymentOverdue overdue -> Decision.nothing();
    };
  }

  /** May run again for the same event, so the event's id is the message's. */
  private Decision<Notifications> tell(News news, Notifications before, Delivery delivery)
      throws Exception {
    if (before.has(news.kind())) {
      return Decision.nothing();
    }
    var notice =
        new Notice(delivery.eventId(), before.orderId(), before.email(), news, delivery.time());
    return switch (channel.tell(notice)) {
      case Outcome.Sent sent -> sent(before, notice, sent.messageId());
      case Outcome.Refused refused -> failed(before, notice, refused.reason());
    };
  }

  private static Decision<Notifications> sent(
      Notifications before, Notice notice, String messageId) {
    NotificationKind kind = notice.news().kind();
    return Decision.become(before.and(Notification.sent(kind, notice.at(), messageId)))
        .publish(new NotificationSent(before.orderId(), kind, messageId));
  }

  private static Decision<Notifications> failed(
      Notifications before, Notice notice, String reason) {
    NotificationKind kind = notice.news().kind();
    return Decision.become(before.and(Notification.failed(kind, notice.at(), reason)))
        .publish(new NotificationFailed(before.orderId(), kind, reason));
  }

  private static Notifications orNew(@Nullable Notifications before, OrderPlaced placed) {
    return before == null ? Notifications.none(placed.orderId(), placed.email()) : before;
  }

  private static Notifications known(@Nullable Notifications before, OrderEvent event) {
    if (before == null) {
      throw new NonRetryableException("no e-mail address is known for order " + event.orderId());
    }
    return before;
  }
}
