package io.orderstream.stack.provider;

import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: a request and how it ended.
 *
 * @param key the idempotency key, or a made-up one for a request without
 * @param fingerprint a digest of the request, to notice a key reused for another request
 * @param order the order in the request's metadata, empty if it names none
 * @param intent the payment intent that was captured or refunded
 * @param status the HTTP status of the answer
 * @param body the answer, as it was sent
 */
record Entry(
    Kind kind,
    String key,
    String fingerprint,
    String order,
    @Nullable String intent,
    int status,
    String body) {

  enum Kind {
    CAPTURE,
    REFUND,
    DECLINE,
    INVALID,
    /** Answered with 503. Not an answer to keep: the same key may succeed next time. */
    UNAVAILABLE,
    /** A key seen before; its first answer was given again. */
    REPLAY
  }

  Entry replayed() {
    return new Entry(Kind.REPLAY, key, fingerprint, order, intent, status, "");
  }

  Answer answer() {
    return new Answer(status, body);
  }
}
