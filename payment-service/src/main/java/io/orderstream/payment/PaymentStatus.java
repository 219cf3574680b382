package io.orderstream.payment;

/** What became of a payment. Only a captured one changes any more. */
public enum PaymentStatus {
  /** The customer was charged. */
  CAPTURED,
  /** The provider declined; the customer was not charged. */
  DECLINED,
  /** The order was given up before it was charged, so it never will be. */
  VOIDED,
  /** The customer got back what was charged. */
  REFUNDED
}
