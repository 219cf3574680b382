package io.orderstream.events.notification;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;

/** The customer was told by e-mail. */
@EventType("notification.sent.v1")
public record NotificationSent(OrderId orderId, NotificationKind kind, String messageId)
    implements NotificationEvent {}
