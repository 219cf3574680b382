package io.orderstream.payment.track;

import io.orderstream.events.OrderId;
import io.orderstream.payment.Payment;
import io.orderstream.streams.Entities;
import io.orderstream.streams.StreamsUnavailableException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /payments/{orderId}}. */
@RestController
class TrackPaymentController {

  private final Entities<Payment> payments;

  TrackPaymentController(Entities<Payment> payments) {
    this.payments = payments;
  }

  /** Spring answers 304 by itself where the client's {@code If-None-Match} is the ETag. */
  @GetMapping("/payments/{orderId}")
  ResponseEntity<PaymentView> payment(@PathVariable String orderId) {
    var stored = payments.find(checked(orderId)).orElseThrow(() -> none(orderId));
    return ResponseEntity.ok()
        .eTag(Long.toString(stored.version()))
        .body(PaymentView.of(stored.entity()));
  }

  private static String checked(String orderId) {
    try {
      return new OrderId(orderId).value();
    } catch (IllegalArgumentException noOrderId) {
      throw none(orderId);
    }
  }

  private static ResponseStatusException none(String orderId) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no payment for an order " + orderId + " yet.");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(StreamsUnavailableException away) {
    var seconds = Math.max(1, away.retryAfter().plusMillis(999).toSeconds());
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE, "Payments can't be reached now. Ask again later.");
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .body(problem);
  }
}
