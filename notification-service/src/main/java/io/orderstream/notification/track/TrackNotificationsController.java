package io.orderstream.notification.track;

import io.orderstream.events.OrderId;
import io.orderstream.notification.Notifications;
import io.orderstream.streams.Entities;
import io.orderstream.streams.StreamsUnavailableException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /notifications?orderId=}. */
@RestController
class TrackNotificationsController {

  private final Entities<Notifications> notifications;

  TrackNotificationsController(Entities<Notifications> notifications) {
    this.notifications = notifications;
  }

  @GetMapping("/notifications")
  NotificationsView notifications(@RequestParam String orderId) {
    return notifications
        .find(checked(orderId))
        .map(stored -> NotificationsView.of(stored.entity()))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "Nobody was told of an order " + orderId + " yet."));
  }

  private static String checked(String orderId) {
    try {
      return new OrderId(orderId).value();
    } catch (IllegalArgumentException noOrderId) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "orderId has to be an order's id, such as ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y.",
          noOrderId);
    }
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(StreamsUnavailableException away) {
    var seconds = Math.max(1, away.retryAfter().plusMillis(999).toSeconds());
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE, "Notifications can't be reached now. Ask again later.");
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .body(problem);
  }
}
