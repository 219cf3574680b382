package io.orderstream.order;

import static io.orderstream.order.OrderStatus.CANCELLED;
import static io.orderstream.order.OrderStatus.CANCELLING;
import static io.orderstream.order.OrderStatus.CONFIRMED;
import static io.orderstream.order.OrderStatus.PLACED;
import static io.orderstream.order.OrderStatus.REJECTED;
import static io.orderstream.order.Orders.ID;
import static io.orderstream.order.Orders.PLACED_AT;
import static io.orderstream.order.Orders.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Event;
import io.orderstream.streams.NonRetryableException;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTest {

  private static final Instant NOW = PLACED_AT.plusSeconds(60);

  private static final Function<Order, Decision<Order>> CANCEL = order -> order.cancel(NOW);
  private static final Function<Order, Decision<Order>> PAID = order -> order.paid(TOTAL, NOW);
  private static final Function<Order, Decision<Order>> DECLINED =
      order -> order.declined("expired_card", NOW);
  private static final Function<Order, Decision<Order>> REFUNDED =
      order -> order.refunded(TOTAL, NOW);
  private static final Function<Order, Decision<Order>> OVERDUE = order -> order.overdue(NOW);
  private static final Function<Order, Decision<Order>> PLACED_AGAIN =
      order -> order.placeAgain(Orders.purchase());

  @Test
  void isPlacedAndSaysSo() {
    var decision = Order.place(ID, Orders.purchase(), PLACED_AT, Orders.TIMEOUT);

    var order = Orders.placed();
    assertThat(decision.entity()).isEqualTo(order);
    assertThat(order.progress().status()).isEqualTo(PLACED);
    assertThat(decision.events())
        .containsExactly(
            new OrderPlaced(
                ID,
                order.purchase().customerId(),
                order.purchase().email(),
                order.purchase().items(),
                TOTAL,
                order.purchase().paymentMethod(),
                PLACED_AT));
    assertThat(decision.later())
        .containsExactly(new Decision.Later(Orders.TIMEOUT, new OrderPaymentOverdue(ID)));
  }

  static Stream<Arguments> endsOfWaiting() {
    var placed = Orders.placed();
    var cancelling = Orders.cancellingUnpaid();
    return Stream.of(
        Arguments.of(placed, PAID),
        Arguments.of(placed, DECLINED),
        Arguments.of(cancelling, PAID),
        Arguments.of(cancelling, DECLINED),
        Arguments.of(cancelling, REFUNDED));
  }

  @ParameterizedTest
  @MethodSource("endsOfWaiting")
  void isNotOverdueOnceItIsPaidOrDeclined(Order order, Function<Order, Decision<Order>> what) {
    assertThat(what.apply(order).cancelled()).containsExactly(OrderPaymentOverdue.class);
  }

  /** What came of its payment may never be told, where that became a dead letter. */
  @Test
  void mayStillBeOverdueWhenItIsToBeCancelled() {
    assertThat(CANCEL.apply(Orders.placed()).cancelled()).isEmpty();
  }

  @Test
  void isCancelledWhereItIsNotPaidInTime() {
    assertThat(Orders.cancelledOverdue().progress().reason()).isEqualTo("payment_overdue");
    assertThat(Orders.cancelledOverdue().progress().refunded()).isNull();
  }

  static Stream<Arguments> moves() {
    var request = new OrderCancellationRequested(ID);
    var refund = new OrderCancelled(ID, TOTAL);
    return Stream.of(
        Arguments.of(Orders.placed(), PAID, CONFIRMED, new OrderConfirmed(ID)),
        Arguments.of(Orders.placed(), DECLINED, REJECTED, new OrderRejected(ID, "expired_card")),
        Arguments.of(Orders.placed(), CANCEL, CANCELLING, request),
        Arguments.of(Orders.placed(), OVERDUE, CANCELLED, new OrderCancelled(ID, null)),
        Arguments.of(Orders.confirmed(), CANCEL, CANCELLING, request),
        Arguments.of(Orders.cancellingUnpaid(), DECLINED, CANCELLED, new OrderCancelled(ID, null)),
        Arguments.of(Orders.cancellingUnpaid(), REFUNDED, CANCELLED, refund),
        Arguments.of(Orders.cancellingUnpaid(), OVERDUE, CANCELLED, new OrderCancelled(ID, null)),
        Arguments.of(Orders.cancellingPaid(), REFUNDED, CANCELLED, refund));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void movesOnAndSaysSo(
      Order order, Function<Order, Decision<Order>> what, OrderStatus next, Event event) {
    var decision = what.apply(order);

    assertThat(decision.entity()).isNotNull();
    assertThat(decision.entity().progress().status()).isEqualTo(next);
    assertThat(decision.entity().progress().updatedAt()).isEqualTo(NOW);
    assertThat(decision.events()).containsExactly(event);
  }

  static Stream<Arguments> idles() {
    return Stream.of(
        Arguments.of(Orders.placed(), PLACED_AGAIN),
        Arguments.of(Orders.confirmed(), PLACED_AGAIN),
        Arguments.of(Orders.confirmed(), OVERDUE),
        Arguments.of(Orders.rejected(), OVERDUE),
        Arguments.of(Orders.cancellingPaid(), OVERDUE),
        Arguments.of(Orders.cancelledUnpaid(), OVERDUE),
        Arguments.of(Orders.cancelledOverdue(), OVERDUE),
        Arguments.of(Orders.cancelledOverdue(), PAID),
        Arguments.of(Orders.cancelledOverdue(), DECLINED),
        Arguments.of(Orders.cancelledOverdue(), REFUNDED),
        Arguments.of(Orders.cancelledOverdue(), CANCEL),
        Arguments.of(Orders.cancelledOverdue(), PLACED_AGAIN),
        Arguments.of(Orders.confirmed(), PAID),
        Arguments.of(Orders.confirmed(), DECLINED),
        Arguments.of(Orders.confirmed(), REFUNDED),
        Arguments.of(Orders.rejected(), PLACED_AGAIN),
        Arguments.of(Orders.rejected(), PAID),
        Arguments.of(Orders.rejected(), DECLINED),
        Arguments.of(Orders.rejected(), REFUNDED),
        Arguments.of(Orders.cancellingUnpaid(), PLACED_AGAIN),
        Arguments.of(Orders.cancellingUnpaid(), CANCEL),
        Arguments.of(Orders.cancellingPaid(), PLACED_AGAIN),
        Arguments.of(Orders.cancellingPaid(), CANCEL),
        Arguments.of(Orders.cancellingPaid(), PAID),
        Arguments.of(Orders.cancellingPaid(), DECLINED),
        Arguments.of(Orders.cancelledUnpaid(), PLACED_AGAIN),
        Arguments.of(Orders.cancelledUnpaid(), CANCEL),
        Arguments.of(Orders.cancelledUnpaid(), PAID),
        Arguments.of(Orders.cancelledUnpaid(), DECLINED),
        Arguments.of(Orders.cancelledUnpaid(), REFUNDED),
        Arguments.of(Orders.cancelledRefunded(), PLACED_AGAIN),
        Arguments.of(Orders.cancelledRefunded(), CANCEL),
        Arguments.of(Orders.cancelledRefunded(), PAID),
        Arguments.of(Orders.cancelledRefunded(), DECLINED),
        Arguments.of(Orders.cancelledRefunded(), REFUNDED));
  }

  @ParameterizedTest
  @MethodSource("idles")
  void changesNothing(Order order, Function<Order, Decision<Order>> what) {
    assertThat(what.apply(order)).isEqualTo(Decision.nothing());
  }

  @Test
  void notesAPaymentThatComesWhileCancelling() {
    var decision = PAID.apply(Orders.cancellingUnpaid());

    assertThat(decision.entity()).isNotNull();
    assertThat(decision.entity().progress().status()).isEqualTo(CANCELLING);
    assertThat(decision.entity().progress().paid()).isEqualTo(TOTAL);
    assertThat(decision.events()).isEmpty();
  }

  @Test
  void cannotBeCancelledOnceRejected() {
    assertThatThrownBy(() -> CANCEL.apply(Orders.rejected()))
        .isInstanceOf(NotCancellableException.class);
  }

  @Test
  void refusesARefundOfWhatWasNeverPaid() {
    assertThatThrownBy(() -> REFUNDED.apply(Orders.placed()))
        .isInstanceOf(NonRetryableException.class);
  }

  @Test
  void refusesAnotherPurchaseUnderTheSameKey() {
    var other = Orders.purchase("bob@example.com");

    assertThatThrownBy(() -> Orders.placed().placeAgain(other))
        .isInstanceOf(DifferentPurchaseException.class);
  }

  @Test
  void remembersWhatWasRefundedAndWhyItWasDeclined() {
    assertThat(Orders.cancelledRefunded().progress().refunded()).isEqualTo(TOTAL);
    assertThat(Orders.rejected().progress().reason()).isEqualTo("card_declined");
  }

  @Test
  void neverGoesBackInTime() {
    var decision = Orders.cancellingPaid().refunded(TOTAL, PLACED_AT);

    assertThat(decision.entity()).isNotNull();
    assertThat(decision.entity().progress().updatedAt()).isEqualTo(PLACED_AT.plusSeconds(2));
  }
}
