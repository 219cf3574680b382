package io.orderstream.stack.provider;

import org.jspecify.annotations.Nullable;

/**
 * What goes back over HTTP.
 *
 * @param replayed whether it is the first answer to this idempotency key, given again
 * @param lost whether the connection is to be cut in its place
 */
record Answer(int status, String body, boolean replayed, boolean lost) {

  Answer(int status, String body) {
    this(status, body, false, false);
  }

  Answer asReplay() {
    return new Answer(status, body, true, false);
  }

  Answer asLost() {
    return new Answer(status, body, false, true);
  }

  static Answer unauthorized() {
    return error(401, "invalid_request_error", null, "You did not provide an API key.");
  }

  static Answer invalid(String message) {
    return error(400, "invalid_request_error", null, message);
  }

  static Answer keyReused() {
    return error(
        400,
        "idempotency_error",
        null,
        "Keys for idempotent requests can only be used with the same parameters they were first"
            + " used with.");
  }

  static Answer alreadyRefunded(String intent) {
    return error(
        400,
        "invalid_request_error",
        "charge_already_refunded",
        "The charge of " + intent + " has already been refunded.");
  }

  static Answer missing(String what) {
    return error(404, "invalid_request_error", "resource_missing", "No such " + what);
  }

  static Answer unavailable(String message) {
    return error(503, "api_error", null, message);
  }

  static Answer declined(String declineCode) {
    var body = StripeJson.error("card_error", "card_declined", "Your card was declined.");
    return new Answer(402, StripeJson.withDeclineCode(body, declineCode).toString());
  }

  private static Answer error(int status, String type, @Nullable String code, String message) {
    return new Answer(status, StripeJson.error(type, code, message).toString());
  }
}
