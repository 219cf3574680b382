package io.orderstream.notification;

import io.orderstream.events.notification.NotificationKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a customer was told, or could not be told.
 *
 * @param at when that happened to the order which the customer is told of, by Redis's clock
 * @param messageId how the channel knows it, null where it was not sent
 * @param reason why it was not sent, null where it was
 */
public record Notification(
    NotificationKind kind,
    Status status,
    Instant at,
    @Nullable String messageId,
    @Nullable String reason) {

  /** Whether the customer was told. */
  public enum Status {
    SENT,
    FAILED
  }

  public static Notification sent(NotificationKind kind, Instant at, String messageId) {
    return new Notification(kind, Status.SENT, at, messageId, null);
  }

  public static Notification failed(NotificationKind kind, Instant at, String reason) {
    return new Notification(kind, Status.FAILED, at, null, reason);
  }
}
