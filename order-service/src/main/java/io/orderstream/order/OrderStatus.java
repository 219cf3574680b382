package io.orderstream.order;

/** Where an order stands. */
public enum OrderStatus {
  /** Accepted, awaits payment. */
  PLACED,
  /** Paid. Final, unless the customer cancels. */
  CONFIRMED,
  /** Its payment was declined. Final. */
  REJECTED,
  /** The customer wants it cancelled; what becomes of its payment is not known yet. */
  CANCELLING,
  /** Cancelled, and what was paid is given back. Final. */
  CANCELLED
}
