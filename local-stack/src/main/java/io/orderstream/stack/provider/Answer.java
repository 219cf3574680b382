package io.orderstream.stack.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the provider answers, in Stripe's shapes.
 *
 * @param status the HTTP status
 * @param body JSON
 */
record Answer(int status, String body) {

  static final JsonMapper JSON = new JsonMapper();

  static Answer intent(String id, String order, long amount, String currency) {
    var intent = JSON.createObjectNode();
    intent.put("id", id).put("object", "payment_intent").put("status", "succeeded");
    intent.put("amount", amount).put("amount_received", amount).put("currency", currency);
    intent.put("livemode", false);
    intent.putObject("metadata").put("order_id", order);
    return ok(intent);
  }

  static Answer refund(String id, String intent, long amount, String currency) {
    var refund = JSON.createObjectNode();
    refund.put("id", id).put("object", "refund").put("status", "succeeded");
    refund.put("amount", amount).put("currency", currency).put("payment_intent", intent);
    return ok(refund);
  }

  static Answer ok(ObjectNode body) {
    return new Answer(200, JSON.writeValueAsString(body));
  }

  static Answer declined(String declineCode) {
    return error(402, "card_error", "card_declined", declineCode, "Your card was declined.");
  }

  static Answer invalid(String code, String message) {
    return error(400, "invalid_request_error", code, null, message);
  }

  static Answer missing(String message) {
    return error(404, "invalid_request_error", "resource_missing", null, message);
  }

  static Answer unauthorized() {
    return error(401, "invalid_request_error", "", null, "No API key was provided.");
  }

  static Answer keyReused() {
    return error(
        400,
        "idempotency_error",
        "",
        null,
        "Keys for idempotent requests can only be used with the same parameters.");
  }

  static Answer down() {
    return error(503, "api_error", "", null, "The provider is down for now.");
  }

  private static Answer error(
      int status, String type, String code, @Nullable String declineCode, String message) {
    var body = JSON.createObjectNode();
    var error = body.putObject("error").put("type", type).put("message", message);
    if (!code.isEmpty()) {
      error.put("code", code);
    }
    if (declineCode != null) {
      error.put("decline_code", declineCode);
    }
    return new Answer(status, JSON.writeValueAsString(body));
  }
}
