package io.orderstream.notification.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.notification.Notification;
import io.orderstream.notification.Notifications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the customer was told of an order, as clients see it: without the e-mail address. */
record NotificationsView(String orderId, List<Item> notifications) {

  /**
   * One notification.
   *
   * @param messageId left out where it was not sent
   * @param reason why it was not sent; left out where it was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      NotificationKind kind,
      Notification.Status status,
      @Nullable String messageId,
      Instant at,
      @Nullable String reason) {

    static Item of(Notification notification) {
      return new Item(
          notification.kind(),
          notification.status(),
          notification.messageId(),
          notification.at(),
          notification.reason());
    }
  }

  static NotificationsView of(Notifications notifications) {
    return new NotificationsView(
        notifications.orderId().value(),
        notifications.notifications().stream().map(Item::of).toList());
  }
}
