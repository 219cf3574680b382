package io.orderstream.events.notification;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/**
 * The customer could not be told, and will not be: the mail server refuses the address or the mail
 * for good.
 *
 * @param reason what the mail server said, without the address; 1 to 1000 characters
 */
@EventType("notification.failed.v1")
public record NotificationFailed(OrderId orderId, NotificationKind kind, String reason)
    implements NotificationEvent {

  public NotificationFailed {
    Require.present("orderId", orderId);
    Require.present("kind", kind);
    Require.text("reason", reason, 1000);
  }
}
