package io.orderstream.notification.notify;

import io.orderstream.events.EmailAddress;

/** A way to reach a customer. */
public interface NotificationChannel {

  /** What became of a notification. */
  sealed interface Result {

    /** It was handed over. */
    record Sent() implements Result {}

    /** It was refused, and would be every time; {@code reason} is at most 255 characters. */
    record Refused(String reason) implements Result {}
  }

  /**
   * Hands a notification over. May be called again with the same one, when it isn't known whether
   * the first call did it: then the message id is the same.
   *
   * @throws Exception when it can't be handed over now
   */
  Result send(EmailAddress to, Notification notification) throws Exception;
}
