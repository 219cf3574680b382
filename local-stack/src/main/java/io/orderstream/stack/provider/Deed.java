package io.orderstream.stack.provider;

/**
 * Something that the provider did for an idempotency key, as a line of its journal.
 *
 * @param key the idempotency key
 * @param request what was asked, to tell a repeat from another request
 * @param order the order it was for
 * @param what happened
 * @param intent the payment intent that it made or refunded; empty where there is none
 * @param amount in the currency's minor unit
 * @param status the answer's HTTP status
 * @param body the answer's JSON
 */
record Deed(
    String key,
    String request,
    String order,
    What what,
    String intent,
    long amount,
    String currency,
    int status,
    String body) {

  /** What can happen. */
  enum What {
    CAPTURED,
    DECLINED,
    REFUNDED,
    REFUSED,
    /** Nothing, for the provider was down: the same key may come again. */
    DOWN
  }

  Answer answer() {
    return new Answer(status, body);
  }
}
