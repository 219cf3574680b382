package io.orderstream.notification.notify;

import io.orderstream.events.OrderId;
import io.orderstream.events.notification.NotificationKind;
import java.time.Instant;

/**
 * Something to tell a customer.
 *
 * @param messageId the same whenever the same event is told; an RFC 5322 Message-ID
 * @param at when what it tells of happened
 */
public record Notification(
    OrderId orderId,
    NotificationKind kind,
    String messageId,
    Instant at,
    String title,
    String text) {}
