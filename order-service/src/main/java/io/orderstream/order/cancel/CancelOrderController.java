package io.orderstream.order.cancel;

import io.orderstream.order.NotCancellableException;
import io.orderstream.order.Order;
import io.orderstream.order.problem.Problem;
import io.orderstream.order.track.OrderPath;
import io.orderstream.order.track.OrderView;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Entities;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /orders/{id}/cancellation}. */
@RestController
class CancelOrderController {

  private final Entities<Order> orders;
  private final InstantSource clock;

  CancelOrderController(Entities<Order> orders, InstantSource clock) {
    this.orders = orders;
    this.clock = clock;
  }

  @PostMapping(path = "/orders/{id}/cancellation", produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  OrderView cancel(@PathVariable("id") String id) {
    var at = clock.instant();
    return OrderView.of(orders.decide(OrderPath.orderId(id).value(), order -> cancel(order, at)));
  }

  private static Decision<Order> cancel(@Nullable Order order, Instant at) {
    if (order == null) {
      throw Problem.orderNotFound();
    }
    try {
      return order.cancel(at);
    } catch (NotCancellableException rejected) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "order-not-cancellable",
          "Order can't be cancelled",
          "The order was rejected, so there is nothing to cancel.");
    }
  }
}
