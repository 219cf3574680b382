package io.orderstream.payment.gateway;

/** What the provider answered to a charge. */
public sealed interface Charge {

  /**
   * The customer was charged.
   *
   * @param paymentId the provider's id of the charge, for example {@code pi_3Nq}
   */
  record Captured(String paymentId) implements Charge {}

  /**
   * The customer was not charged, and won't be.
   *
   * @param reason the provider's code, for example {@code insufficient_funds}
   */
  record Declined(String reason) implements Charge {}
}
