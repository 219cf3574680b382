package io.orderstream.order;

import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * How far an order has come.
 *
 * @param updatedAt when that was reached, by Redis's clock; never goes back
 * @param paid what the customer was charged, or null as long as no charge is known
 * @param refunded what the customer got back, or null
 * @param reason why it was not paid: the provider's code, or {@code payment_overdue}; or null
 */
public record Progress(
    OrderStatus status,
    Instant updatedAt,
    @Nullable Money paid,
    @Nullable Money refunded,
    @Nullable String reason) {

  static Progress placed(Instant at) {
    return new Progress(OrderStatus.PLACED, at, null, null, null);
  }

  Progress to(OrderStatus next, Instant at) {
    return new Progress(next, later(at), paid, refunded, reason);
  }

  Progress paid(Money amount) {
    return new Progress(status, updatedAt, amount, refunded, reason);
  }

  Progress refunded(Money amount) {
    return new Progress(status, updatedAt, paid, amount, reason);
  }

  Progress declined(String why) {
    return new Progress(status, updatedAt, paid, refunded, why);
  }

  /** An event may have happened before a command that was taken first. */
  private Instant later(Instant at) {
    return at.isAfter(updatedAt) ? at : updatedAt;
  }
}
