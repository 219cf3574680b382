package io.orderstream.payment;

import io.orderstream.events.OrderId;
import io.orderstream.streams.Decision;
import java.time.Instant;
import java.util.Objects;
import org.joda.money.Money;

/** Payments in every status, for tests. */
public final class Payments {

  public static final OrderId ID = new OrderId("ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y");
  public static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
  public static final Money AMOUNT = Money.parse("EUR 39.98");

  private Payments() {}

  public static Payment captured() {
    return entity(Payment.captured(ID, AMOUNT, "pi_1", AT));
  }

  public static Payment declined() {
    return entity(Payment.declined(ID, AMOUNT, "expired_card", AT));
  }

  public static Payment voided() {
    return entity(Payment.voided(ID, AT));
  }

  public static Payment refunded() {
    return entity(captured().refunded(AT.plusSeconds(1)));
  }

  private static Payment entity(Decision<Payment> decision) {
    return Objects.requireNonNull(decision.entity());
  }
}
