package io.orderstream.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.events.notification.NotificationKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The engine keeps notifications as JSON. */
class NotificationsJsonTest {

  private final JsonMapper json = new JsonMapper();

  @Test
  void comesBackAsItWasStored() {
    var notifications =
        Notifications.none(Orders.ID, Orders.ADA)
            .and(Notification.sent(NotificationKind.RECEIVED, Orders.AT, "<e-1@orderstream>"))
            .and(Notification.failed(NotificationKind.CONFIRMED, Orders.AT, "550 unknown"));

    var stored = json.writeValueAsString(notifications);

    assertThat(json.readValue(stored, Notifications.class)).isEqualTo(notifications);
  }
}
