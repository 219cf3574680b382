package io.orderstream.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where a customer is told about an order. At most 254 characters (RFC 5321, section 4.5.3.1.3).
 *
 * @param value for example {@code ada@example.com}
 */
public record EmailAddress(@JsonValue String value) {

  private static final Pattern FORM =
      Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\\\p{Cntrl}\\p{Cs}]{1,64}@[A-Za-z0-9.-]{1,189}");

  @JsonCreator
  public EmailAddress {
    // the value is kept out of the message: it would end up in logs
    if (!FORM.matcher(Require.present("an e-mail address", value)).matches()) {
      throw new IllegalArgumentException("not an e-mail address");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
