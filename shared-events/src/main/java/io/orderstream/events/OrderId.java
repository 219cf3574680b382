package io.orderstream.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of an order: {@code ord_} and 26 characters of Crockford's base 32.
 *
 * @param value for example {@code ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y}
 */
public record OrderId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("ord_[0-7][0-9A-HJKMNP-TV-Z]{25}");

  @JsonCreator
  public OrderId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not an order id: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
