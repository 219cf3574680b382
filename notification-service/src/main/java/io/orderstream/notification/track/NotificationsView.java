package io.orderstream.notification.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.notification.Notifications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer was told, as clients see it. */
record NotificationsView(String orderId, List<Told> notifications) {

  /** Whether the mail server took a mail. */
  enum Status {
    SENT,
    FAILED
  }

  /**
   * One notification.
   *
   * @param reason why it was refused; left out where it was not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Told(
      NotificationKind kind, Status status, String messageId, @Nullable String reason, Instant at) {

    private static Told of(Notifications.Told told) {
      var status = told.refused() == null ? Status.SENT : Status.FAILED;
      return new Told(told.kind(), status, told.messageId(), told.refused(), told.at());
    }
  }

  static NotificationsView of(Notifications notifications) {
    return new NotificationsView(
        notifications.orderId().value(), notifications.told().stream().map(Told::of).toList());
  }
}
