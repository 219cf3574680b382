package io.orderstream.order.place;

import com.github.f4b6a3.uuid.UuidCreator;
import io.orderstream.events.CustomerId;
import io.orderstream.events.OrderId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Gives new orders their ids: 128 bits in Crockford's base 32. */
final class OrderIds {

  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int BYTES = 16;
  private static final int CHARACTERS = 26;

  private OrderIds() {}

  /** Always the same for the same customer and key: then "create if absent" is idempotent. */
  static OrderId of(CustomerId customerId, IdempotencyKey key) {
    // neither holds a line feed, so no two pairs are the same text
    var pair = customerId.value() + "\n" + key.value();
    var digest = sha256().digest(pair.getBytes(StandardCharsets.UTF_8));
    return orderId(Arrays.copyOf(digest, BYTES));
  }

  /** Like no other: a UUIDv7 (RFC 9562), so that later ids sort after earlier ones. */
  static OrderId random() {
    var uuid = UuidCreator.getTimeOrderedEpoch();
    return orderId(
        ByteBuffer.allocate(BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  private static OrderId orderId(byte[] bits) {
    var number = new BigInteger(1, bits);
    var text = new StringBuilder("ord_");
    for (int digit = CHARACTERS - 1; digit >= 0; digit--) {
      text.append(CROCKFORD.charAt(number.shiftRight(5 * digit).intValue() & 31));
    }
    return new OrderId(text.toString());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
