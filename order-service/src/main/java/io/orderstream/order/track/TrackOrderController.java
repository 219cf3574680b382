package io.orderstream.order.track;

import io.orderstream.order.Order;
import io.orderstream.order.problem.Problem;
import io.orderstream.streams.Entities;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /orders/{id}}. */
@RestController
class TrackOrderController {

  private final Entities<Order> orders;

  TrackOrderController(Entities<Order> orders) {
    this.orders = orders;
  }

  /** Spring answers 304 by itself where {@code If-None-Match} holds this ETag. */
  @GetMapping("/orders/{id}")
  ResponseEntity<OrderView> order(@PathVariable("id") String id) {
    var order = orders.find(OrderPath.orderId(id).value()).orElseThrow(Problem::orderNotFound);
    return ResponseEntity.ok()
        .eTag(Long.toString(order.version()))
        .cacheControl(CacheControl.noCache().cachePrivate())
        .body(OrderView.of(order));
  }
}
