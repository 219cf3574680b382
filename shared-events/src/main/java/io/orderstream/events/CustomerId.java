package io.orderstream.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Who placed an order: 1 to 64 letters, digits, {@code - _ . : |}.
 *
 * @param value for example {@code c-42}
 */
public record CustomerId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:|-]{1,64}");

  @JsonCreator
  public CustomerId {
    Require.form("a customer id", value, FORM, "1 to 64 letters, digits, or any of - _ . : |");
  }

  @Override
  public String toString() {
    return value;
  }
}
