package io.orderstream.notification.track;

import io.orderstream.events.OrderId;
import io.orderstream.notification.Notifications;
import io.orderstream.streams.Entities;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /notifications?orderId=}. */
@RestController
class TrackNotificationsController {

  private final Entities<Notifications> notifications;

  TrackNotificationsController(Entities<Notifications> notifications) {
    this.notifications = notifications;
  }

  @GetMapping("/notifications")
  ResponseEntity<NotificationsView> notifications(@RequestParam("orderId") String orderId) {
    var found = notifications.find(orderId(orderId).value()).orElseThrow(Problems::orderNotFound);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache().cachePrivate())
        .body(NotificationsView.of(found.entity()));
  }

  private static OrderId orderId(String text) {
    try {
      return new OrderId(text);
    } catch (IllegalArgumentException notAnOrderId) {
      throw Problems.notAnOrderId();
    }
  }
}
