package io.orderstream.payment.track;

import io.orderstream.events.OrderId;
import io.orderstream.payment.Payment;
import io.orderstream.streams.Entities;
import io.orderstream.streams.Versioned;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /payments/{orderId}}. */
@RestController
class TrackPaymentController {

  private final Entities<Payment> payments;

  TrackPaymentController(Entities<Payment> payments) {
    this.payments = payments;
  }

  /** Spring answers 304 by itself where {@code If-None-Match} holds this ETag. */
  @GetMapping("/payments/{orderId}")
  ResponseEntity<PaymentView> payment(@PathVariable("orderId") String orderId) {
    var payment = find(orderId).orElseThrow(Problems::paymentNotFound);
    return ResponseEntity.ok()
        .eTag(Long.toString(payment.version()))
        .cacheControl(CacheControl.noCache().cachePrivate())
        .body(PaymentView.of(payment.entity()));
  }

  /** What can't be an order's id has no payment either. */
  private Optional<Versioned<Payment>> find(String text) {
    OrderId orderId;
    try {
      orderId = new OrderId(text);
    } catch (IllegalArgumentException notAnOrderId) {
      return Optional.empty();
    }
    return payments.find(orderId.value());
  }
}
