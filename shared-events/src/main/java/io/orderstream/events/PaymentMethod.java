package io.orderstream.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The payment provider's id of how a customer pays: {@code pm_} and 1 to 100 letters, digits or
 * {@code _}.
 *
 * @param value for example {@code pm_card_visa}
 */
public record PaymentMethod(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("pm_[A-Za-z0-9_]{1,100}");

  @JsonCreator
  public PaymentMethod {
    // the value is kept out of the message: people paste card numbers
    if (!FORM.matcher(Require.present("a payment method", value)).matches()) {
      throw new IllegalArgumentException(
          "a payment method is pm_ and 1 to 100 letters, digits or _");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
