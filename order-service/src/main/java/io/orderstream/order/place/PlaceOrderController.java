package io.orderstream.order.place;

import io.orderstream.events.OrderId;
import io.orderstream.order.DifferentPurchaseException;
import io.orderstream.order.Order;
import io.orderstream.order.OrderProperties;
import io.orderstream.order.Purchase;
import io.orderstream.order.problem.Problem;
import io.orderstream.order.track.OrderView;
import io.orderstream.streams.Entities;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /orders}. */
@RestController
class PlaceOrderController {

  private final Entities<Order> orders;
  private final InstantSource clock;
  private final Duration paymentTimeout;

  PlaceOrderController(Entities<Order> orders, InstantSource clock, OrderProperties settings) {
    this.orders = orders;
    this.clock = clock;
    this.paymentTimeout = settings.paymentTimeout();
  }

  @PostMapping(
      path = "/orders",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<OrderView> place(@RequestHeader HttpHeaders headers, InputStream body) {
    var key = IdempotencyKey.of(headers);
    return place(PurchaseReader.read(Body.json(body)), key);
  }

  /** However many requests bear the same key at once, the engine lets one of them create. */
  private ResponseEntity<OrderView> place(Purchase purchase, @Nullable IdempotencyKey key) {
    var orderId = key == null ? OrderId.random() : OrderIds.of(purchase.customerId(), key);
    var at = clock.instant();
    var replayed = new AtomicBoolean();
    try {
      var order =
          orders.create(
              orderId.value(),
              existing -> {
                replayed.set(existing != null);
                return existing == null
                    ? Order.place(orderId, purchase, at, paymentTimeout)
                    : existing.placeAgain(purchase);
              });
      return created(OrderView.of(order), replayed.get());
    } catch (DifferentPurchaseException different) {
      throw keyUsedBefore();
    }
  }

  private static ResponseEntity<OrderView> created(OrderView order, boolean replayed) {
    var response = ResponseEntity.created(URI.create("/orders/" + order.orderId()));
    if (replayed) {
      response.header("Idempotency-Replayed", "true");
    }
    return response.body(order);
  }

  private static Problem keyUsedBefore() {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "Idempotency-Key used before",
        "Another order was placed with this Idempotency-Key.");
  }
}
