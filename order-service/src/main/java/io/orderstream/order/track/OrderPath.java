package io.orderstream.order.track;

import io.orderstream.events.OrderId;
import io.orderstream.order.problem.Problem;

/** The order that a path names. */
public final class OrderPath {

  private OrderPath() {}

  /**
   * The order id in a path.
   *
   * @throws Problem 404 when it can't be one: then there is no such order either
   */
  public static OrderId orderId(String text) {
    try {
      return new OrderId(text);
    } catch (IllegalArgumentException notAnOrderId) {
      throw Problem.orderNotFound();
    }
  }
}
