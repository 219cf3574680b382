package io.orderstream.notification.notify;

import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import java.time.Instant;

/**
 * One thing to tell a customer.
 *
 * @param eventId the event that is the cause; the same each time that this notice is sent
 * @param at when it happened
 */
public record Notice(
    String eventId, OrderId orderId, EmailAddress customer, News news, Instant at) {}
