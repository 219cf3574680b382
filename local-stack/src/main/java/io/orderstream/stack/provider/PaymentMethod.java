package io.orderstream.stack.provider;

import java.time.Duration;
import java.util.Arrays;

/** The payment methods and how each behaves; the contract names them. */
enum PaymentMethod {
  VISA("pm_card_visa", new Outcome.Captured()),
  DECLINED("pm_card_visa_chargeDeclined", new Outcome.Declined("generic_decline")),
  INSUFFICIENT_FUNDS(
      "pm_card_visa_chargeDeclinedInsufficientFunds", new Outcome.Declined("insufficient_funds")),
  SLOW("pm_test_slow", new Outcome.Captured()),
  FLAKY("pm_test_flaky", new Outcome.Captured()),
  DOWN("pm_test_down", new Outcome.Unavailable()),
  LOST_ANSWER("pm_test_lost_answer", new Outcome.Captured()),
  INVALID("pm_test_invalid", new Outcome.Invalid()),
  UNKNOWN("", new Outcome.Declined("generic_decline"));

  private static final int FLAKY_FAILURES = 2;

  private final String id;
  private final Outcome outcome;

  PaymentMethod(String id, Outcome outcome) {
    this.id = id;
    this.outcome = outcome;
  }

  static PaymentMethod of(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id.equals(id))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /**
   * How a charge ends.
   *
   * @param failures how often this very charge (by its idempotency key) was answered with 503
   */
  Outcome charge(int failures) {
    return this == FLAKY && failures < FLAKY_FAILURES ? new Outcome.Unavailable() : outcome;
  }

  /** How long the card takes to answer. */
  Duration delay() {
    return this == SLOW ? Duration.ofSeconds(2) : Duration.ZERO;
  }

  /** Whether the connection is cut after the charge, in place of its first answer. */
  boolean losesFirstAnswer() {
    return this == LOST_ANSWER;
  }
}
