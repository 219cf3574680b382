package io.orderstream.notification;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import io.orderstream.events.order.OrderPlaced;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;

/** An order and its customer, for tests. */
public final class Orders {

  public static final OrderId ID = new OrderId("ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y");
  public static final EmailAddress ADA = new EmailAddress("ada@example.com");
  public static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
  public static final Money TOTAL = Money.parse("EUR 39.98");

  private Orders() {}

  public static OrderPlaced placed() {
    return new OrderPlaced(
        ID,
        new CustomerId("c-42"),
        ADA,
        List.of(new OrderItem("sku-1", 2, Money.parse("EUR 19.99"))),
        TOTAL,
        new PaymentMethod("pm_card_visa"),
        AT);
  }
}
