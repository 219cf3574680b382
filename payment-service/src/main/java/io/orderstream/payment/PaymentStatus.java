package io.orderstream.payment;

/** How far a payment is. */
public enum PaymentStatus {
  /** The customer was charged. */
  CAPTURED,
  /** The provider refused to charge the customer, for good. */
  DECLINED,
  /** The order was cancelled before the customer was charged; nobody may be charged for it now. */
  VOIDED,
  /** The customer was charged, and got it back. */
  REFUNDED
}
