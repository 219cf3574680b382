package io.orderstream.events.notification;

import io.orderstream.events.OrderId;
import io.orderstream.streams.EventType;

/**
 * The customer could not be told, and will not be: the mail server refuses the address or the mail
 * for good.
 */
@EventType("notification.failed.v1")
public record NotificationFailed(OrderId orderId, NotificationKind kind, String reason)
    implements NotificationEvent {}
