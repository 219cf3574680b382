package io.orderstream.notification.notify;

import io.orderstream.events.OrderId;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.notification.Notifications;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What notification-service does about each event of an order. */
@Component
final class TellCustomers implements EventHandler<OrderEvent, Notifications> {

  private final NotificationChannel channel;

  TellCustomers(NotificationChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws NonRetryableException when the order's placing was never seen, so nobody knows whom to
   *     tell
   */
  @Override
  public Decision<Notifications> handle(
      OrderEvent event, @Nullable Notifications customer, Delivery delivery) throws Exception {
    return switch (event) {
      case OrderPlaced placed -> {
        var before =
            customer == null ? Notifications.none(placed.orderId(), placed.email()) : customer;
        yield tell(before, NotificationKind.RECEIVED, Texts.received(placed), delivery);
      }
      case OrderConfirmed confirmed ->
          tell(known(customer, confirmed), NotificationKind.CONFIRMED, Texts.confirmed(), delivery);
      case OrderRejected rejected ->
          tell(
              known(customer, rejected),
              NotificationKind.REJECTED,
              Texts.rejected(rejected),
              delivery);
      case OrderCancelled cancelled ->
          tell(
              known(customer, cancelled),
              NotificationKind.CANCELLED,
              Texts.cancelled(cancelled),
              delivery);
      case OrderCancellationRequested requested -> Decision.nothing();
      case OrderPaymentOverdue overdue -> Decision.nothing();
    };
  }

  private static Notifications known(@Nullable Notifications customer, OrderEvent event) {
    if (customer == null) {
      throw new NonRetryableException(
          "nobody knows whom to tell of " + event.orderId() + ": its placing was never seen");
    }
    return customer;
  }

  /** May run again for the same event, so the message id is made from the event's. */
  private Decision<Notifications> tell(
      Notifications customer, NotificationKind kind, Texts text, Delivery delivery)
      throws Exception {
    if (customer.has(kind)) {
      return Decision.nothing();
    }
    var id = "<" + delivery.eventId() + "@orderstream>";
    var notification = notification(customer.orderId(), kind, id, text, delivery);
    return switch (channel.send(customer.email(), notification)) {
      case NotificationChannel.Result.Sent sent -> customer.sent(kind, id, delivery.time());
      case NotificationChannel.Result.Refused refused ->
          customer.failed(kind, id, refused.reason(), delivery.time());
    };
  }

  private static Notification notification(
      OrderId orderId, NotificationKind kind, String id, Texts text, Delivery delivery) {
    return new Notification(
        orderId, kind, id, delivery.time(), text.title() + " " + orderId, text.body());
  }
}
