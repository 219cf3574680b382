package io.orderstream.order;

import io.orderstream.events.OrderId;

/** An order was placed before, under the same key, with another purchase. */
public final class DifferentPurchaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DifferentPurchaseException(OrderId orderId) {
    super(orderId + " was placed with another purchase");
  }
}
