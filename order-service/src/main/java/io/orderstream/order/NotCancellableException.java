package io.orderstream.order;

import io.orderstream.events.OrderId;

/** An order was rejected, so there is nothing left to cancel. */
public final class NotCancellableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotCancellableException(OrderId orderId) {
    super(orderId + " was rejected");
  }
}
