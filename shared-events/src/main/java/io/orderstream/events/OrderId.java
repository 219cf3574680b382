package io.orderstream.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * The id of an order: {@code ord_} and 128 bits as 26 characters of Crockford's base 32.
 *
 * @param value for example {@code ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y}
 * @see <a href="https://www.crockford.com/base32.html">Base 32</a>
 */
public record OrderId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("ord_[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int BYTES = 16;
  private static final int CHARACTERS = 26;

  @JsonCreator
  public OrderId {
    Require.form("an order id", value, FORM, "ord_ and 26 characters of Crockford's base 32");
  }

  /** Like no other: a UUIDv7 (RFC 9562), so that later ids sort after earlier ones. */
  public static OrderId random() {
    var uuid = UuidCreator.getTimeOrderedEpoch();
    return of(
        ByteBuffer.allocate(BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  /**
   * The id of these bits, always the same for the same ones.
   *
   * @param bits 16 bytes
   */
  public static OrderId of(byte[] bits) {
    if (bits.length != BYTES) {
      throw new IllegalArgumentException(
          "an order id is of " + BYTES + " bytes, not " + bits.length);
    }
    var number = new BigInteger(1, bits);
    var text = new StringBuilder("ord_");
    for (int digit = CHARACTERS - 1; digit >= 0; digit--) {
      text.append(DIGITS.charAt(number.shiftRight(5 * digit).intValue() & 31));
    }
    return new OrderId(text.toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
