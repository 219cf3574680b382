package io.orderstream.events.notification;

import io.orderstream.events.OrderId;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;

/** What notification-service says of what it told a customer. */
@EventStream("notification")
public sealed interface NotificationEvent extends Event
    permits NotificationSent, NotificationFailed {

  OrderId orderId();

  @Override
  default String subject() {
    return orderId().value();
  }
}
