package io.orderstream.payment.gateway;

import io.orderstream.events.OrderId;
import io.orderstream.events.PaymentMethod;
import org.joda.money.Money;

/**
 * Takes a customer's money, and gives it back. Both are idempotent by the order: however often they
 * are called for one, its customer is charged once and gets it back once.
 */
public interface PaymentGateway {

  /** What became of a charge. */
  sealed interface Charge {

    /** The customer was charged; {@code paymentId} is the provider's id of it. */
    record Captured(String paymentId) implements Charge {}

    /** The customer was not charged; {@code reason} is the provider's code. */
    record Declined(String reason) implements Charge {}
  }

  /**
   * Charges for an order.
   *
   * @throws io.orderstream.streams.NonRetryableException when the provider finds the request itself
   *     wrong, so that another attempt can't help
   * @throws Exception when the provider can't be reached or can't answer now
   */
  Charge charge(OrderId orderId, Money amount, PaymentMethod method) throws Exception;

  /**
   * Gives back the whole of an order's charge; one that was given back already counts as such.
   *
   * @param paymentId as {@link Charge.Captured} named it
   * @throws io.orderstream.streams.NonRetryableException as {@link #charge} does
   * @throws Exception as {@link #charge} does
   */
  void refund(OrderId orderId, String paymentId) throws Exception;
}
