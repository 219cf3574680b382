package io.orderstream.order.place;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import io.orderstream.order.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the body of {@code POST /orders}, and finds all that is wrong with it at once. */
final class PurchaseReader {

  private static final Money ANY_PRICE = Money.ofMajor(CurrencyUnit.EUR, 1);

  private final List<Fault> faults = new ArrayList<>();
  private final Prices prices = new Prices();

  private PurchaseReader() {}

  /**
   * @throws InvalidPurchase with every fault of the body
   */
  static Purchase read(JsonNode body) {
    return new PurchaseReader().purchase(body);
  }

  private Purchase purchase(JsonNode body) {
    var fields = new Fields(body, "", faults);
    var customerId = fields.text("customerId", CustomerId::new);
    var email = fields.text("email", EmailAddress::new);
    var items = items(fields);
    var paymentMethod = fields.text("paymentMethod", PaymentMethod::new);
    fields.nothingElse();
    if (faults.isEmpty()) {
      checkTotal(fields, items);
    }
    if (!faults.isEmpty()) {
      throw new InvalidPurchase(faults);
    }
    return new Purchase(
        Objects.requireNonNull(customerId),
        Objects.requireNonNull(email),
        items,
        Objects.requireNonNull(paymentMethod));
  }

  private List<OrderItem> items(Fields fields) {
    var items = new ArrayList<OrderItem>();
    fields.objects(
        "items",
        1,
        100,
        each -> {
          var item = item(each);
          if (item != null) {
            items.add(item);
          }
        });
    return items;
  }

  private @Nullable OrderItem item(Fields fields) {
    var sku = fields.text("sku", PurchaseReader::sku);
    var quantity = fields.wholeNumber("quantity", 1, 1000);
    var price = fields.object("unitPrice");
    var unitPrice = price == null ? null : prices.read(price);
    fields.nothingElse();
    return sku == null || quantity == null || unitPrice == null
        ? null
        : new OrderItem(sku, quantity, unitPrice);
  }

  /** The item knows what a sku is. */
  private static String sku(String text) {
    return new OrderItem(text, 1, ANY_PRICE).sku();
  }

  private static void checkTotal(Fields fields, List<OrderItem> items) {
    var total = Money.total(items.stream().map(OrderItem::price).toList());
    var most = Money.ofMinor(total.getCurrencyUnit(), Prices.MOST_MINOR_UNITS);
    if (total.isGreaterThan(most)) {
      fields.wrong("items", "must not cost more than " + most + " together");
    }
  }
}
