package io.orderstream.notification;

import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.notification.NotificationKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What the customer was told about one order, and where.
 *
 * @param email where the customer wants to be told, as given with the order
 * @param notifications in the order they were sent, at most one of each kind
 */
public record Notifications(OrderId orderId, EmailAddress email, List<Notification> notifications) {

  public Notifications {
    notifications = List.copyOf(notifications);
  }

  /** An order of which the customer was told nothing yet. */
  public static Notifications none(OrderId orderId, EmailAddress email) {
    return new Notifications(orderId, email, List.of());
  }

  /** Whether this was tried already, be it with success or not. */
  public boolean has(NotificationKind kind) {
    return notifications.stream().anyMatch(notification -> notification.kind() == kind);
  }

  /** These, and one more after them. */
  public Notifications and(Notification notification) {
    var all = new ArrayList<>(notifications);
    all.add(notification);
    return new Notifications(orderId, email, all);
  }
}
