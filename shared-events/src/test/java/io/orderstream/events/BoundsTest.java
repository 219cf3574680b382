package io.orderstream.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.orderstream.events.notification.NotificationFailed;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.events.notification.NotificationSent;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentRefunded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events can't hold nonsense, and say what is wrong with it. */
class BoundsTest {

  private static final OrderId ID = Events.ID;
  private static final Money TOTAL = Events.TOTAL;

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void anOrderHasUpTo100Items(int count) {
    assertThat(Events.orderPlaced(items(count)).items()).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101})
  void anOrderHasNoOtherNumberOfItems(int count) {
    refuses(() -> Events.orderPlaced(items(count), TOTAL), "items are 1 to 100, not " + count);
  }

  @Test
  void anOrderHasNoEmptyItem() {
    var items = new ArrayList<>(items(2));
    items.set(1, null);

    refuses(() -> Events.orderPlaced(items, TOTAL), "items/1 is missing");
  }

  @Test
  void anOrderHasOneCurrency() {
    var items = List.of(Events.item("a", 1, "EUR 1"), Events.item("b", 1, "USD 1"));

    refuses(() -> Events.orderPlaced(items, TOTAL), "items are in one currency, not in [EUR, USD]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EUR 40.47", "EUR 40.49", "USD 40.48", "EUR 0"})
  void anOrderCostsWhatItsItemsCost(String total) {
    var items = Events.orderPlaced().items();

    refuses(
        () -> Events.orderPlaced(items, Money.parse(total)),
        "total is the sum of the items EUR 40.48, not " + Money.parse(total));
  }

  @Test
  void theItemsOfAnOrderDoNotChangeLater() {
    var items = new ArrayList<>(items(2));
    var order = Events.orderPlaced(items);

    items.clear();

    assertThat(order.items()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "1000, true", "0, false", "-1, false", "1001, false"})
  void aQuantityIs1To1000(int quantity, boolean allowed) {
    check(
        () -> Events.item("a", quantity, "EUR 1"),
        allowed,
        "quantity is 1 to 1000, not " + quantity);
  }

  @ParameterizedTest
  @CsvSource({"JPY 1, true", "EUR 0.01, true", "EUR 0.00, false", "EUR -0.01, false"})
  void aUnitPriceIsMoreThanZero(String price, boolean allowed) {
    check(() -> Events.item("a", 1, price), allowed, "unitPrice is more than zero, not " + price);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "64, true", "0, false", "65, false"})
  void aSkuAndACustomerIdHaveUpTo64Characters(int length, boolean allowed) {
    var text = "a".repeat(length);

    check(() -> Events.item(text, 1, "EUR 1"), allowed, "sku is 1 to 64 letters, digits");
    check(() -> new CustomerId(text), allowed, "a customer id is 1 to 64 letters, digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a\n", "ä", "a\u0000"})
  void aSkuAndACustomerIdHaveNoOtherCharacters(String text) {
    refuses(() -> Events.item(text, 1, "EUR 1"), "not \"" + text + "\"");
    refuses(() -> new CustomerId(text), "not \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "100, true", "0, false", "101, false"})
  void aPaymentMethodHasUpTo100CharactersAfterItsPrefix(int length, boolean allowed) {
    check(
        () -> new PaymentMethod("pm_" + "a".repeat(length)),
        allowed,
        "a payment method is pm_ and 1 to 100 letters, digits or _");
  }

  @Test
  void aCardNumberGivenForAPaymentMethodIsNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PaymentMethod("4242424242424242"))
        .withMessageNotContaining("4242");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, true", "64, 189, true", "0, 1, false", "65, 1, false", "1, 190, false"})
  void anEmailAddressHasUpTo254Characters(int local, int domain, boolean allowed) {
    check(
        () -> new EmailAddress("a".repeat(local) + "@" + "b".repeat(domain)),
        allowed,
        "not an e-mail address");
  }

  @ParameterizedTest
  @MethodSource("amounts")
  void anAmountIsMoreThanZero(String field, Consumer<Money> event) {
    assertThatNoException().isThrownBy(() -> event.accept(Money.parse("EUR 0.01")));
    refuses(
        () -> event.accept(Money.parse("EUR 0.00")), field + " is more than zero, not EUR 0.00");
    refuses(
        () -> event.accept(Money.parse("EUR -1.00")), field + " is more than zero, not EUR -1.00");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsNeitherBlankNorEndless(String field, int longest, Consumer<String> event) {
    assertThatNoException().isThrownBy(() -> event.accept("x"));
    assertThatNoException().isThrownBy(() -> event.accept("x".repeat(longest)));
    refuses(() -> event.accept(null), field + " is missing");
    refuses(() -> event.accept(""), field + " is blank");
    refuses(() -> event.accept(" \n"), field + " is blank");
    refuses(
        () -> event.accept("x".repeat(longest + 1)),
        field + " has at most " + longest + " characters, not " + (longest + 1));
  }

  private static Stream<Arguments> amounts() {
    return Stream.of(
        amount("amount", amount -> new PaymentCaptured(ID, "pi_1", amount)),
        amount("amount", amount -> new PaymentRefunded(ID, "pi_1", amount)),
        amount("refunded", amount -> new OrderCancelled(ID, amount)));
  }

  private static Stream<Arguments> texts() {
    var kind = NotificationKind.RECEIVED;
    return Stream.of(
        text("reason", 1000, text -> new OrderRejected(ID, text)),
        text("reason", 1000, text -> new PaymentDeclined(ID, text)),
        text("reason", 1000, text -> new NotificationFailed(ID, kind, text)),
        text("messageId", 998, text -> new NotificationSent(ID, kind, text)),
        text("paymentId", 255, text -> new PaymentCaptured(ID, text, TOTAL)),
        text("paymentId", 255, text -> new PaymentRefunded(ID, text, TOTAL)));
  }

  private static Arguments amount(String field, Consumer<Money> event) {
    return Arguments.of(field, event);
  }

  private static Arguments text(String field, int longest, Consumer<String> event) {
    return Arguments.of(field, longest, event);
  }

  private static List<OrderItem> items(int count) {
    return Collections.nCopies(count, Events.item("a", 1, "EUR 1"));
  }

  private static void check(ThrowingCallable made, boolean allowed, String otherwise) {
    if (allowed) {
      assertThatNoException().isThrownBy(made);
    } else {
      refuses(made, otherwise);
    }
  }

  private static void refuses(ThrowingCallable made, String why) {
    assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(why);
  }
}
