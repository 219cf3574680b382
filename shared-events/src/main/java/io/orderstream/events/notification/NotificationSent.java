package io.orderstream.events.notification;

import io.orderstream.events.OrderId;
import io.orderstream.events.Require;
import io.orderstream.streams.EventType;

/**
 * The customer was told by e-mail.
 *
 * @param messageId the mail's Message-ID; 1 to 998 characters, as a line of a mail (RFC 5322,
 *     section 2.1.1)
 */
@EventType("notification.sent.v1")
public record NotificationSent(OrderId orderId, NotificationKind kind, String messageId)
    implements NotificationEvent {

  public NotificationSent {
    Require.present("orderId", orderId);
    Require.present("kind", kind);
    Require.text("messageId", messageId, 998);
  }
}
