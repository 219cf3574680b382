package io.orderstream.payment.gateway;

import io.orderstream.events.OrderId;
import io.orderstream.events.PaymentMethod;
import io.orderstream.streams.NonRetryableException;
import org.joda.money.Money;

/**
 * The payment provider.
 *
 * <p>Both calls are idempotent by the order id: however often they are made, the customer is
 * charged once and refunded once. Neither tries again by itself. Called by many threads.
 */
public interface PaymentGateway {

  /**
   * Charges the customer the whole amount.
   *
   * @throws GatewayUnavailableException when the answer isn't known; to be asked again
   * @throws NonRetryableException when the provider will never take this request
   */
  Charge charge(OrderId orderId, Money amount, PaymentMethod method);

  /**
   * Gives back the whole of a charge. Done is done: a charge that was given back already is fine.
   *
   * @throws GatewayUnavailableException when the answer isn't known; to be asked again
   * @throws NonRetryableException when the provider will never take this request
   */
  void refund(OrderId orderId, String paymentId);
}
