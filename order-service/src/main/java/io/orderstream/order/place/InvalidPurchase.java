package io.orderstream.order.place;

import io.orderstream.order.problem.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** A body that asks for no order that could be placed; answers 400 with every fault. */
final class InvalidPurchase extends Problem {

  private static final long serialVersionUID = 1L;

  InvalidPurchase(List<Fault> faults) {
    super(
        HttpStatus.BAD_REQUEST,
        "invalid-order",
        "Invalid order",
        "The order is not valid: see errors for each fault.");
    getBody().setProperty("errors", List.copyOf(faults));
  }
}
