package io.orderstream.order.place;

import io.orderstream.order.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What a client calls its attempt to place an order, so that it can safely try again.
 *
 * @param value 1 to 255 visible ASCII characters
 */
record IdempotencyKey(String value) {

  private static final String HEADER = "Idempotency-Key";
  private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

  /**
   * The key that a request bears, or null where it bears none.
   *
   * @throws Problem 400 when it is none, or there are two
   */
  static @Nullable IdempotencyKey of(HttpHeaders headers) {
    var values = headers.getOrEmpty(HEADER);
    if (values.isEmpty()) {
      return null;
    }
    if (values.size() > 1 || !FORM.matcher(values.getFirst()).matches()) {
      throw invalid();
    }
    return new IdempotencyKey(values.getFirst());
  }

  private static Problem invalid() {
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "invalid-idempotency-key",
        "Invalid Idempotency-Key",
        "The header Idempotency-Key must be given once, as 1 to 255 visible ASCII characters.");
  }
}
