package io.orderstream.order.place;

import io.orderstream.events.CustomerId;
import io.orderstream.events.OrderId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Derives the ids of orders that may be asked for again. */
final class OrderIds {

  private static final int BYTES = 16;

  private OrderIds() {}

  /** Always the same for the same customer and key: then "create if absent" is idempotent. */
  static OrderId of(CustomerId customerId, IdempotencyKey key) {
    // neither holds a line feed, so no two pairs are the same text
    var pair = customerId.value() + "\n" + key.value();
    var digest = sha256().digest(pair.getBytes(StandardCharsets.UTF_8));
    return OrderId.of(Arrays.copyOf(digest, BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
