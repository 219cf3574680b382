package io.orderstream.order;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import io.orderstream.streams.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.joda.money.Money;

/** Orders in every status, for tests. */
public final class Orders {

  public static final OrderId ID = new OrderId("ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y");
  public static final Instant PLACED_AT = Instant.parse("2026-11-01T10:00:00Z");
  public static final Money TOTAL = Money.parse("EUR 39.98");

  static final Duration TIMEOUT = Duration.ofMinutes(15);

  private Orders() {}

  public static Purchase purchase() {
    return purchase("ada@example.com");
  }

  static Purchase purchase(String email) {
    return new Purchase(
        new CustomerId("c-42"),
        new EmailAddress(email),
        List.of(new OrderItem("sku-1", 2, Money.parse("EUR 19.99"))),
        new PaymentMethod("pm_card_visa"));
  }

  public static Order placed() {
    return entity(Order.place(ID, purchase(), PLACED_AT, TIMEOUT));
  }

  static Order confirmed() {
    return entity(placed().paid(TOTAL, PLACED_AT.plusSeconds(1)));
  }

  public static Order rejected() {
    return entity(placed().declined("card_declined", PLACED_AT.plusSeconds(1)));
  }

  static Order cancellingUnpaid() {
    return entity(placed().cancel(PLACED_AT.plusSeconds(2)));
  }

  static Order cancellingPaid() {
    return entity(confirmed().cancel(PLACED_AT.plusSeconds(2)));
  }

  static Order cancelledRefunded() {
    return entity(cancellingPaid().refunded(TOTAL, PLACED_AT.plusSeconds(3)));
  }

  static Order cancelledUnpaid() {
    return entity(cancellingUnpaid().declined("card_declined", PLACED_AT.plusSeconds(3)));
  }

  static Order cancelledOverdue() {
    return entity(placed().overdue(PLACED_AT.plus(TIMEOUT)));
  }

  private static Order entity(Decision<Order> decision) {
    return Objects.requireNonNull(decision.entity());
  }
}
