package io.orderstream.stack.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stripe's objects, with the fields that a client reads. */
final class StripeJson {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private StripeJson() {}

  static ObjectNode intent(String id, Charge charge, long created) {
    var json = object("payment_intent", id, charge.amount(), charge.currency(), created);
    json.put("amount_received", charge.amount());
    json.put("capture_method", "automatic");
    json.put("latest_charge", "ch_" + id.substring(3));
    json.put("payment_method", charge.paymentMethod());
    json.putArray("payment_method_types").add("card");
    json.putObject("metadata").put("order_id", charge.order());
    return json;
  }

  static ObjectNode refund(String id, Entry capture, long created) {
    var intent = MAPPER.readTree(capture.body());
    var json =
        object(
            "refund",
            id,
            intent.get("amount").longValue(),
            intent.get("currency").stringValue(),
            created);
    json.put("charge", intent.get("latest_charge").stringValue());
    json.put("payment_intent", capture.intent());
    json.putObject("metadata").put("order_id", capture.order());
    return json;
  }

  static ObjectNode error(String type, @Nullable String code, String message) {
    var json = MAPPER.createObjectNode();
    var error = json.putObject("error").put("type", type).put("message", message);
    if (code != null) {
      error.put("code", code);
    }
    return json;
  }

  static ObjectNode withDeclineCode(ObjectNode json, String declineCode) {
    ((ObjectNode) json.get("error")).put("decline_code", declineCode);
    return json;
  }

  private static ObjectNode object(
      String type, String id, long amount, String currency, long created) {
    return MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", type)
        .put("status", "succeeded")
        .put("amount", amount)
        .put("currency", currency)
        .put("created", created)
        .put("livemode", false);
  }
}
