package io.orderstream.payment.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.events.CustomerId;
import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.OrderItem;
import io.orderstream.events.PaymentMethod;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderPlaced;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.events.payment.PaymentCaptured;
import io.orderstream.events.payment.PaymentDeclined;
import io.orderstream.events.payment.PaymentRefunded;
import io.orderstream.payment.Payment;
import io.orderstream.payment.Payments;
import io.orderstream.payment.gateway.Charge;
import io.orderstream.payment.gateway.PaymentGateway;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayForOrdersTest {

  private final RecordingGateway gateway = new RecordingGateway();
  private final PayForOrders payForOrders = new PayForOrders(gateway);

  static Stream<Payment> everyPayment() {
    return Stream.of(
        Payments.captured(), Payments.declined(), Payments.voided(), Payments.refunded());
  }

  static Stream<OrderEvent> eitherWayToGiveUp() {
    return Stream.of(
        new OrderCancellationRequested(Payments.ID), new OrderCancelled(Payments.ID, null));
  }

  static Stream<OrderEvent> newsOfSettledOrders() {
    return Stream.of(
        new OrderConfirmed(Payments.ID),
        new OrderRejected(Payments.ID, "expired_card"),
        new OrderPaymentOverdue(Payments.ID));
  }

  @Test
  void chargesAPlacedOrder() {
    var decision = handle(placed(), null);

    assertThat(decision.entity()).isEqualTo(Payments.captured());
    assertThat(decision.events())
        .containsExactly(new PaymentCaptured(Payments.ID, "pi_1", Payments.AMOUNT));
    assertThat(gateway.calls).containsExactly("charge EUR 39.98 pm_card_visa");
  }

  @Test
  void tellsWhyTheProviderDeclined() {
    gateway.answer = new Charge.Declined("expired_card");

    var decision = handle(placed(), null);

    assertThat(decision.entity()).isEqualTo(Payments.declined());
    assertThat(decision.events()).containsExactly(new PaymentDeclined(Payments.ID, "expired_card"));
  }

  @ParameterizedTest
  @MethodSource("everyPayment")
  void chargesNoOrderThatHasAPayment(Payment payment) {
    assertThat(handle(placed(), payment)).isEqualTo(Decision.nothing());
    assertThat(gateway.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("eitherWayToGiveUp")
  void refundsWhatWasCaptured(OrderEvent event) {
    var decision = handle(event, Payments.captured());

    assertThat(decision.entity()).extracting("status").hasToString("REFUNDED");
    assertThat(decision.events())
        .containsExactly(new PaymentRefunded(Payments.ID, "pi_1", Payments.AMOUNT));
    assertThat(gateway.calls).containsExactly("refund pi_1");
  }

  @ParameterizedTest
  @MethodSource("eitherWayToGiveUp")
  void voidsWhatWasNeverCharged(OrderEvent event) {
    var decision = handle(event, null);

    assertThat(decision.entity()).isEqualTo(Payments.voided());
    assertThat(decision.events()).containsExactly(new PaymentDeclined(Payments.ID, "cancelled"));
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void neverChargesAnOrderThatIsPlacedAfterItWasGivenUp() {
    var voided = handle(new OrderCancellationRequested(Payments.ID), null).entity();

    assertThat(handle(placed(), voided)).isEqualTo(Decision.nothing());
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void refundsOnceWhereAnOrderWasToBeCancelledAndThenIs() {
    var refunded = handle(new OrderCancellationRequested(Payments.ID), Payments.captured());

    var again = handle(new OrderCancelled(Payments.ID, Payments.AMOUNT), refunded.entity());

    assertThat(again).isEqualTo(Decision.nothing());
    assertThat(gateway.calls).containsExactly("refund pi_1");
  }

  @Test
  void leavesADeclinedPaymentAsItIsWhenTheOrderIsCancelled() {
    var decision = handle(new OrderCancellationRequested(Payments.ID), Payments.declined());

    assertThat(decision).isEqualTo(Decision.nothing());
    assertThat(gateway.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("newsOfSettledOrders")
  void hasNothingToDoForASettledOrder(OrderEvent event) {
    assertThat(handle(event, Payments.captured())).isEqualTo(Decision.nothing());
    assertThat(handle(event, null)).isEqualTo(Decision.nothing());
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void decidesNothingWhereTheGatewayFails() {
    gateway.failure = new IllegalStateException("down");

    assertThatThrownBy(() -> handle(placed(), null)).isSameAs(gateway.failure);
    assertThatThrownBy(
            () -> handle(new OrderCancellationRequested(Payments.ID), Payments.captured()))
        .isSameAs(gateway.failure);
  }

  private Decision<Payment> handle(OrderEvent event, @Nullable Payment payment) {
    var delivery = new Delivery("order", 0, "1-0", "e-1", Payments.AT, 1, null);
    return payForOrders.handle(event, payment, delivery);
  }

  private static OrderPlaced placed() {
    return new OrderPlaced(
        Payments.ID,
        new CustomerId("c-42"),
        new EmailAddress("ada@example.com"),
        List.of(new OrderItem("sku-1", 2, Money.parse("EUR 19.99"))),
        Payments.AMOUNT,
        new PaymentMethod("pm_card_visa"),
        Payments.AT);
  }

  private static final class RecordingGateway implements PaymentGateway {

    private final List<String> calls = new ArrayList<>();
    private Charge answer = new Charge.Captured("pi_1");
    private @Nullable RuntimeException failure;

    @Override
    public Charge charge(OrderId orderId, Money amount, PaymentMethod method) {
      record("charge " + amount + " " + method);
      return answer;
    }

    @Override
    public void refund(OrderId orderId, String paymentId) {
      record("refund " + paymentId);
    }

    private void record(String call) {
      calls.add(call);
      if (failure != null) {
        throw failure;
      }
    }
  }
}
