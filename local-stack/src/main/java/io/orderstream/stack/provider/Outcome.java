package io.orderstream.stack.provider;

/** What a card does with a charge. */
sealed interface Outcome {

  /** The money was taken. */
  record Captured() implements Outcome {}

  /** The card's bank said no, for a reason in Stripe's words. */
  record Declined(String declineCode) implements Outcome {}

  /** The provider can't tell now; the same request may succeed later. */
  record Unavailable() implements Outcome {}

  /** The request can never succeed. */
  record Invalid() implements Outcome {}
}
