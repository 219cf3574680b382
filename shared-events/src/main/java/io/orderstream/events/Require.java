package io.orderstream.events;

import java.util.regex.Pattern;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the values of events must be. Each check gives the value back, or throws an {@link
 * IllegalArgumentException} that names the field, what is allowed, and what was there.
 *
 * <p>Called by the records of events only, with what the JSON said, so null is expected.
 */
public final class Require {

  private static final int SHOWN = 100;

  private Require() {}

  /** Anything but null. */
  public static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  /** Some text that is not blank, of at most so many characters. */
  public static String text(String field, @Nullable String value, int longest) {
    var text = present(field, value);
    if (text.isBlank()) {
      throw new IllegalArgumentException(field + " is blank");
    }
    if (text.length() > longest) {
      throw new IllegalArgumentException(
          field + " has at most " + longest + " characters, not " + text.length());
    }
    return text;
  }

  /** More than nothing. */
  public static Money positive(String field, @Nullable Money value) {
    var money = present(field, value);
    if (!money.isPositive()) {
      throw new IllegalArgumentException(field + " is more than zero, not " + money);
    }
    return money;
  }

  /**
   * Text of this form.
   *
   * @param allowed the form in words, for example {@code 1 to 64 letters}
   */
  static String form(String field, @Nullable String value, Pattern form, String allowed) {
    var text = present(field, value);
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(field + " is " + allowed + ", not " + shown(text));
    }
    return text;
  }

  private static String shown(String text) {
    return text.length() <= SHOWN
        ? "\"" + text + "\""
        : "the " + text.length() + " characters \"" + text.substring(0, SHOWN) + "…\"";
  }
}
